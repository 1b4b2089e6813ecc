"""The messages of ASTM F3548-21, as bytes and as what the use cases ask: pure, and written after the published API."""
