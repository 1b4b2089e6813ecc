"""Media types of TAXII 2.1 (section 1.6.8): what a client takes, and what it sends."""

from __future__ import annotations

TAXII = "application/taxii+json;version=2.1"
STIX = "application/stix+json;version=2.1"
STIX_BEFORE = "application/stix+json;version=2.0"
_TYPE, _VERSION = "application/taxii+json", "2.1"
_ANY = frozenset({"*/*", "application/*"})
_HEADER_CHARS_MAX = 2_000


def takes_taxii(accept: str | None) -> bool:
    """Whether a client takes answers of TAXII 2.1; who says nothing takes anything (RFC 9110 section 12.5.1)."""
    if accept is None:
        return True
    return any(_fits(one, may_be_any=True) for one in accept[:_HEADER_CHARS_MAX].split(","))


def is_taxii(content_type: str | None) -> bool:
    """Whether what a client sends is said to be TAXII 2.1."""
    return content_type is not None and _fits(content_type[:_HEADER_CHARS_MAX], may_be_any=False)


def _fits(media: str, *, may_be_any: bool) -> bool:
    """Whether one media type is TAXII in this version, or in none that it names."""
    name, *rest = (part.strip().lower() for part in media.split(";"))
    said = dict(part.partition("=")[::2] for part in rest)
    if may_be_any and _is_none(said.get("q", "1")):
        return False
    if name in _ANY:
        return may_be_any
    return name == _TYPE and said.get("version", _VERSION).strip('"') == _VERSION


def _is_none(weight: str) -> bool:
    """Whether a weight says that a type is not wanted at all."""
    return weight.replace(".", "").strip("0") == ""
