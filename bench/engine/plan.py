"""What is run, in which order, at which sizes: the full run (below twenty minutes) and the quick one (two)."""

from __future__ import annotations

from dataclasses import dataclass

from bench.engine.curve import OURS
from bench.engine.series import Series
from bench.engine.sets import SITES, asking_set


@dataclass(frozen=True)
class Plan:
    """`large` is the set of the goals and `dense` its dense sister. Peers stop at their largest set."""

    intents: int
    passes: int
    by_size: tuple[str, ...]
    by_density: tuple[str, ...]
    large: str
    dense: str
    peers: dict[str, tuple[str, ...]]
    pairs_s_max: float
    check_s: float
    job_s_max: float


_SMALL = ("1k", "10k", "100k")
_CROWDED = ("100k_dense", "100k_x6", "100k_x12")
_ALL = (*_SMALL, "1m", *_CROWDED, "1m_dense")

FULL = Plan(
    intents=1_000,
    passes=5,
    by_size=(*_SMALL, "1m", "10m"),
    by_density=("100k", *_CROWDED),
    large="1m",
    dense="1m_dense",
    peers={
        "strtree": _ALL,
        "geoindex": (*_SMALL, "1m", "100k_dense", "100k_x12"),
        "libspatialindex": (*_SMALL, "1m", "100k_dense", "100k_x12"),
        "sqlite": (*_SMALL, "1m", "100k_dense", "100k_x12"),
        "postgis": ("10k", "100k"),
    },
    pairs_s_max=45,
    check_s=15,
    job_s_max=240,
)
QUICK = Plan(
    intents=500,
    passes=3,
    by_size=_SMALL,
    by_density=("100k", "100k_dense"),
    large="100k",
    dense="100k_dense",
    peers={
        "strtree": (*_SMALL, "100k_dense"),
        "geoindex": ("10k", "100k", "100k_dense"),
        "libspatialindex": ("10k", "100k"),
        "sqlite": ("10k", "100k"),
    },
    pairs_s_max=5,
    check_s=3,
    job_s_max=60,
)


def carry_out(plan: Plan, series: Series) -> None:
    """All jobs of a plan: draw, answer and compare first, then what concerns only our engine."""
    sets = dict.fromkeys((*plan.by_size, *plan.by_density, plan.large, plan.dense))
    kept = {"answers": str(series.folder / "answers")}
    asked = {"intents": plan.intents, "passes": plan.passes, "pairs_s_max": plan.pairs_s_max, **kept}
    with_peers = {name for names in plan.peers.values() for name in names}
    for name in dict.fromkeys((*map(asking_set, sets), *sets)):
        planar = name.startswith("q") or name in with_peers
        series.job("draw", 600, name=name, planar=planar)
    for name in sets:
        series.job("curve", 2 * plan.job_s_max, engine=OURS, name=name, **asked)
        for peer, names in plan.peers.items():
            if name in names:
                series.job("curve", plan.job_s_max, engine=peer, name=name, **asked)
                series.job(
                    "compare",
                    plan.job_s_max,
                    peer=peer,
                    name=name,
                    patience_s=_patience_s(peer, name),
                    **kept,
                )
    _sites(plan, series, kept)
    once = {"intents": plan.intents, "passes": plan.passes}
    for name in (plan.large, plan.dense):
        series.job("free_start", plan.job_s_max, name=name, check_s=plan.check_s, **once)
        series.job("free_start_peer", plan.job_s_max, name=name, intents=min(300, plan.intents), passes=1)
    series.job("from_text", plan.job_s_max, name=plan.large, **once)
    series.job("changes", plan.job_s_max, name=plan.large, intents=3 * plan.intents)
    for peer in plan.peers:
        if peer != "postgis":
            series.job("change", plan.job_s_max, engine=peer, name=plan.large, intents=plan.intents)
    series.job("stored", 600, name=plan.large)
    for form in ("bodies", "packed"):
        series.job("restart", plan.job_s_max, form=form, name=plan.large)
    series.job("imports", plan.job_s_max, repeats=7)
    series.job("first_answer", 240, volumes=1_000, repeats=3)


def _sites(plan: Plan, series: Series, kept: dict[str, str]) -> None:
    series.job("near_sites", plan.job_s_max, intents=plan.intents, passes=plan.passes, **kept)
    for peer in ("strtree", "libspatialindex"):
        series.job(
            "curve",
            plan.job_s_max,
            engine=peer,
            name=SITES,
            intents=plan.intents,
            passes=plan.passes,
            pairs_s_max=0,
            **kept,
        )
        series.job("compare", plan.job_s_max, peer=peer, name=SITES, patience_s=10, **kept)


def _patience_s(peer: str, name: str) -> float:
    """Seconds for the truth: all differing pairs beside the first peer, a sample beside the others."""
    if peer != "strtree":
        return 4.0
    return 40.0 if name.startswith("1m") else 10.0
