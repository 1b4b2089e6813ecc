"""The benchmark of the 4-D engine, beside its peers. See `docs/engine-figures.md` for what it wrote."""
