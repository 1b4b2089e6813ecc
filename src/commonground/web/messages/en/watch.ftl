# The watch screen and the tables.
