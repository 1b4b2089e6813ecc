"""Reads collections of other TAXII 2.1 servers into this party's workspace: drafts, said by nobody."""
