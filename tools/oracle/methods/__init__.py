"""Ways to answer whether two shapes meet: ours, a brute reference, and what is in use elsewhere."""
