"""Lets the nodes of a demonstration take part in drone traffic: North runs the DSS, North and South plan flights.

Keys are made with the room, one for each party, and every node takes the tokens of all three. On one machine they
share a name for tokens; nodes of parties that do not trust each other never would (docs/decisions/0030-access.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from ...config import F3411, F3548, NodeConfig, Uss, read_config, write_config
from ...record import replace

DSS_PARTY = "A"
SERVICES = {"A": "uss-north", "B": "uss-south"}
DISPLAYS = {"A": "uss-north", "B": "uss-south", "J": "display-joint"}
AUDIENCE = "127.0.0.1"


def let_fly(paths: Sequence[Path]) -> None:
    """Make keys and write the terms of drone traffic into the files of a new room, where this machine can do it."""
    if find_spec("s2geometry") is None:
        return
    from ...protocols.f3548.issuing import kept_key, public_of

    read = {path: read_config(path) for path in paths}
    keys = {one.party: kept_key(one.path(one.data), "Ed25519")[0] for one in read.values()}
    public = tuple(f"{party}/{public_of(key).name}" for party, key in keys.items())
    dss = next(one.url for one in read.values() if one.party == DSS_PARTY)
    for path, config in read.items():
        path.unlink()
        write_config(path, _with_terms(config, dss, f"{config.party}/{keys[config.party].name}", public))


def _with_terms(config: NodeConfig, dss_url: str, key: str, public: tuple[str, ...]) -> NodeConfig:
    party = config.party
    runs_dss = party == DSS_PARTY
    uss = Uss()
    if party in SERVICES:
        uss = Uss(name=SERVICES[party], base_url=config.url, dss_url=dss_url, token_key=key, allow_http=True)
    return replace(
        config,
        f3548=F3548(enabled=runs_dss, allow_http=True, audiences=(AUDIENCE,), public_keys=public),
        uss=uss,
        f3411=F3411(
            enabled=True, allow_http=True, dss_url="" if runs_dss else f"{dss_url}/rid/v2", base_url=config.url,
            name=DISPLAYS[party], token_key=key,
        ),
    )  # fmt: skip


def moved(config: NodeConfig, ports: Mapping[int, int]) -> NodeConfig:
    """The same terms once the nodes of the room listen on other ports: old port -> new port."""

    def there(url: str) -> str:
        parts = urlsplit(url)
        port = ports.get(parts.port or 0)
        return parts._replace(netloc=f"{parts.hostname}:{port}").geturl() if url and port else url

    uss = replace(config.uss, base_url=there(config.uss.base_url), dss_url=there(config.uss.dss_url))
    f3411 = replace(config.f3411, base_url=there(config.f3411.base_url), dss_url=there(config.f3411.dss_url))
    return replace(config, uss=uss, f3411=f3411)
