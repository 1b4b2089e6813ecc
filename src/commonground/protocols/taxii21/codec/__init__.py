"""Pure mapping between requests of TAXII 2.1 and what collections hold."""
