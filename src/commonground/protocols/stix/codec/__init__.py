"""Pure mapping between statements of the room and STIX 2.1 objects."""
