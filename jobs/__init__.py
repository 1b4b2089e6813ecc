"""Jobs for an engine that somebody else's cluster runs. Nothing of the product imports them."""
