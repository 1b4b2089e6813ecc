"""Graded reports as STIX 2.1, both ways (docs/stix.md). Nothing is said or released here: see `room/information`."""
