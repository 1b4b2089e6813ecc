"""The use cases of a UAS Service Supplier (ASTM F3548-21) over a room: own flights, and what others told."""
