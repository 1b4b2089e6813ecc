"""The use cases of a Discovery and Synchronization Service (ASTM F3548-21) over a room."""
