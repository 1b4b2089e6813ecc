"""The oracle suite: named pairs of shapes with answers that come from `geographiclib`, and who gets them wrong.

`families` makes the cases of `vectors/volumes`, `methods` answers them in the ways that are in use, `page` writes the
comparison to docs/exactness.md. Nothing here is part of the package, and no expected answer comes from it.
"""
