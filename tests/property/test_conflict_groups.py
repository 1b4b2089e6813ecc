"""Conflicts that are kept up pair by pair are those that would be made now from all pairs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commonground.room.conflict_groups import ConflictGroups
from commonground.room.versions import KeptPair

NOTICES, SITES = ("A/N-1", "A/N-2", "B/N-3"), ("J/S-1", "J/S-2", "B/S-3")
PAIRS = [(a, b) for a in NOTICES for b in (*NOTICES, *SITES) if a < b]
KEPT = st.builds(
    lambda from_ms, longer_ms: (from_ms, from_ms + longer_ms), st.integers(0, 30), st.integers(0, 20)
)
CHANGES = st.lists(st.tuples(st.sampled_from(PAIRS), st.none() | KEPT), max_size=6)


def kept_pair(pair: tuple[str, str], window: tuple[int, int]) -> KeptPair:
    kind = "site" if "/S-" in pair[1] else "notice"
    return KeptPair(kind=kind, version_a=1, version_b=1, first_ms=0, from_ms=window[0], until_ms=window[1])


@given(st.lists(CHANGES, max_size=12), st.integers(-5, 60), st.integers(0, 20), st.integers(1, 4))
def test_groups_kept_up_are_groups_made_anew(
    script: list[list[tuple[tuple[str, str], tuple[int, int] | None]]], from_ms: int, width: int, count: int
) -> None:
    groups, stands, before = ConflictGroups(), dict[tuple[str, str], KeptPair](), dict[str, int]()
    for changes in script:
        said = [(pair, None if window is None else kept_pair(pair, window)) for pair, window in changes]
        for pair, kept in said:
            stands.pop(pair, None)
            if kept is not None:
                stands[pair] = kept
        met = groups.take(said)
        anew = ConflictGroups(stands.items())
        assert groups.hits == anew.hits
        assert met == {
            key for key in before.keys() | anew.hits if before.get(key, 0) != anew.hits.get(key, 0)
        }
        before = dict(anew.hits)
        everything = anew.meeting(-100, 1_000, 100)[0]
        assert groups.meeting(-100, 1_000, 100) == (everything, len(everything))
        for key in everything:
            assert sorted(groups.members(key)) == sorted(anew.members(key))
        shown, total = groups.meeting(from_ms, from_ms + width, count)
        spans = {key: [kept for _, kept in anew.members(key)] for key in everything}
        meeting = [
            key for key in everything
            if min(one.from_ms for one in spans[key]) <= from_ms + width
            and max(one.until_ms for one in spans[key]) >= from_ms
        ]  # fmt: skip
        assert (shown, total) == (meeting[:count], len(meeting))


def test_a_conflict_that_is_over_is_none() -> None:
    groups = ConflictGroups([(PAIRS[0], kept_pair(PAIRS[0], (1, 2)))])
    [key] = groups.meeting(0, 5, 9)[0]
    assert groups.take([(PAIRS[0], None)]) == set(PAIRS[0])
    assert (groups.members(key), groups.hits, groups.meeting(0, 5, 9)) == ([], {}, ([], 0))
