"""A node's store read beside the node that writes it: for `verify`, `check`, `log` and nothing that appends.

Takes a configuration file, a data folder or the store file itself. The charter is the one of the configuration, or
the folder `charter` beside the data folder, or the one that is named. Opening takes no lock, and what is read is one
moment of the store.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..config import read_config
from ..errors import Refused, Unavailable
from ..log.keys import VerifyingKey
from ..picture.charter import Charter, own_log
from ..room.charters import InForce, in_force
from ..room.ports import LogStore
from ..room.view import PartyView
from ..store.sqlite import SqliteStore
from .charter_files import load_charter
from .nodes import STORE_FILE


@dataclass(frozen=True, slots=True)
class ReadStore:
    """A store that is only read, with the charter of its room and whose store it is."""

    store: LogStore
    charter: Charter
    party: str
    path: Path

    @property
    def verifiers(self) -> dict[str, VerifyingKey]:
        """The node key of every party."""
        return {one.id: VerifyingKey.parse(one.node_key) for one in self.charter.parties}

    def view(self) -> PartyView:
        """The picture of the party, from the rows that the store keeps."""
        view = PartyView(self.store, self.charter, self.party)
        view.load()
        return view


def read_store(path: Path, charter_folder: Path | None = None) -> ReadStore:
    """Open a node's store for reading. `Refused` or `Unavailable` names the file and what was expected."""
    store_path, found, party = _find(path)
    charter = load_charter(charter_folder or found)
    store = SqliteStore.open_read_only(store_path)
    try:
        charter = in_force(store, charter).charter
        return ReadStore(store, charter, party or _party_of(store, charter, store_path), store_path)
    except BaseException:
        store.close()
        raise


def read_in_force(config_path: Path) -> tuple[Path, InForce]:
    """The folder of the founding charter of a node, and what is in force there now; the node may be running."""
    config = read_config(config_path)
    founding = config.path(config.charter)
    store = SqliteStore.open_read_only(config.path(config.data) / STORE_FILE)
    try:
        return founding, in_force(store, load_charter(founding))
    finally:
        store.close()


def is_store(path: Path) -> bool:
    """Whether a path is one that `read_store` takes."""
    return path.suffix in (".toml", ".sqlite") or (path / STORE_FILE).is_file()


def _find(path: Path) -> tuple[Path, Path, str]:
    """(store file, charter folder, party or "") for a configuration file, a data folder or a store file."""
    if not path.exists():
        raise Unavailable(f"{path}: no such file or folder")
    if path.suffix == ".toml":
        config = read_config(path)
        return config.path(config.data) / STORE_FILE, config.path(config.charter), config.party
    folder = path if path.is_dir() else path.parent
    return (folder / STORE_FILE if path.is_dir() else path), folder.resolve().parent / "charter", ""


def _party_of(store: LogStore, charter: Charter, path: Path) -> str:
    """The party whose own log is in the store: no other store holds it."""
    held = store.origins()
    for party in charter.parties:
        if own_log(charter, party.id) in held:
            return party.id
    if not held:
        raise Refused(f"{path} is empty", field="store")
    raise Refused(f"{path} holds no own log of a party of the room {charter.room!r}", field="store")
