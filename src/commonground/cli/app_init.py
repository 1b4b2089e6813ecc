"""The `init` commands and their options; see `founding` for how parties use them together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Parameter

if TYPE_CHECKING:
    from ..picture.charter import Area

init = App(
    name="init",
    help="Make keys, a charter that all parties sign, a node's configuration and its first account. In this order, "
    "each party on its own machine: party, charter (one of them), sign, join, node, user.",
    default_parameter=Parameter(negative=()),
)

Many = Annotated[tuple[str, ...], Parameter(consume_multiple=True)]


@init.command
def party(
    id: str,
    /,
    *,
    room: str,
    name: str,
    folder: Path | None = None,
    name_ar: str = "",
    name_ru: str = "",
    short: str = "",
    short_ar: str = "",
    short_ru: str = "",
    shape: Literal["square", "disc", "outline"] = "square",
    custodian: bool = False,
) -> None:
    """Make a party's keys, and the public file that it sends to the others.

    Parameters
    ----------
    id
        1 to 16 ASCII letters or digits, the same in every file: A.
    room
        Name of the room, as it will stand in the charter.
    name
        Name in English; --name-ar and --name-ru in Arabic and Russian.
    folder
        Where the keys are made; a folder of the party's name unless told.
    short
        Short name for the map; the id unless told.
    shape
        Shape of the party's mark on the map.
    custodian
        The party sees what others keep from each other, where they allow it, and can only warn.
    """
    from ..picture.charter import Text3
    from .founding import make_party

    named = Text3(en=name, ar=name_ar or name, ru=name_ru or name)
    shortly = Text3(en=short or id, ar=short_ar or short or id, ru=short_ru or short or id)
    make_party(folder or Path(id), room, id, named, shortly, shape, custodian)


@init.command
def charter(
    folder: Path,
    /,
    *,
    room: str,
    party: Many,
    west: float,
    south: float,
    east: float,
    north: float,
    title: str = "",
    title_ar: str = "",
    title_ru: str = "",
    zone: str = "UTC",
    demonstration: bool = False,
) -> None:
    """Make a charter from the parties' files. Nobody has signed it yet.

    Parameters
    ----------
    folder
        Where the charter is written; the folder is sent to the other parties.
    room
        Name of the room.
    party
        A=A.party.json B=B.party.json, in the order of the charter.
    west
        Area of the room in degrees; with south, east and north.
    title
        Title in English; --title-ar and --title-ru in Arabic and Russian.
    zone
        Zone of the local times, such as Asia/Damascus.
    demonstration
        Every page and file says that nothing in it is real.
    """
    from ..picture.charter import Text3
    from .founding import make_charter

    titled = Text3(en=title or room, ar=title_ar or title or room, ru=title_ru or title or room)
    files = [(name, Path(path)) for name, path in _pairs(party, "--party", "A=A.party.json")]
    make_charter(folder, room, titled, zone, _area(west, south, east, north), files, demonstration)


@init.command
def sign(folder: Path, /, *, identity: Path) -> None:
    """Sign the charter in a folder with a party's identity key.

    Parameters
    ----------
    folder
        Folder of the charter.
    identity
        The party's identity.key.
    """
    from .founding import sign_charter

    sign_charter(folder, identity)


@init.command
def join(folder: Path, /, *signed: Path) -> None:
    """Add signatures that other parties sent back.

    Parameters
    ----------
    folder
        Folder of the charter.
    signed
        Their files charter.signed.
    """
    from .founding import join_signatures

    join_signatures(folder, signed)


@init.command
def node(
    config: Path,
    /,
    *,
    party: str,
    charter: Path,
    key: Path,
    data: Path,
    host: str = "127.0.0.1",
    port: int = 8400,
    peer: Many = (),
) -> None:
    """Write a node's configuration, once every party has signed the charter.

    Parameters
    ----------
    config
        File to write (.toml).
    party
        Whose node it is.
    charter
        Folder of the charter.
    key
        The party's node.key.
    data
        Folder of the store.
    host
        Address to listen on.
    port
        Port to listen on.
    peer
        B=https://host:port, one for each party that this node can reach.
    """
    from ..config import Listen
    from .founding import make_node

    peers = dict(_pairs(peer, "--peer", "B=https://host:port"))
    make_node(config, party, charter, key, data, Listen(host=host, port=port), peers)


@init.command
def user(
    config: Path,
    id: str,
    /,
    *,
    name: str = "",
    posts: Many = (),
    languages: Many = (),
    admin: bool = False,
    password: str = "",
) -> None:
    """Make an account at a node that is not running.

    Parameters
    ----------
    config
        Configuration of the node (.toml).
    id
        Name to sign in with.
    name
        Name to show.
    posts
        Posts that the person may take; all unless told.
    languages
        Languages that the person speaks (en, ar, ru); all unless told.
    admin
        May make accounts for others.
    password
        Better asked for: at a terminal it is, elsewhere one is drawn and printed once.
    """
    from .founding import make_user

    make_user(config, id, name, posts, languages, admin, password)


@init.command
def room(
    folder: Path,
    /,
    *,
    room: str,
    party: Many,
    west: float,
    south: float,
    east: float,
    north: float,
    title: str = "",
    zone: str = "UTC",
    port: int = 8401,
) -> None:
    """Make a whole room with all its keys on one machine, for a trial.

    Parameters
    ----------
    folder
        Where the room is made.
    room
        Name of the room.
    party
        A="North Centre" B="South Centre", in the order of the charter.
    west
        Area of the room in degrees; with south, east and north.
    title
        Title of the room.
    zone
        Zone of the local times, such as Asia/Damascus.
    port
        Port of the first node; the others follow.
    """
    from ..picture.charter import Text3
    from .founding import make_room

    parties = _pairs(party, "--party", "A=Name")
    titled = Text3(en=title or room, ar=title or room, ru=title or room)
    make_room(folder, room, titled, zone, _area(west, south, east, north), parties, port)


def _pairs(texts: Many, option: str, expected: str) -> list[tuple[str, str]]:
    from ..errors import Refused

    pairs = [text.partition("=") for text in texts]
    if not all(name and mark and value for name, mark, value in pairs):
        raise Refused(f"{expected} is expected", field=option)
    return [(name, value) for name, _, value in pairs]


def _area(west: float, south: float, east: float, north: float) -> Area:
    """The area of a charter from degrees; west may be larger than east across the antimeridian."""
    from ..errors import Refused
    from ..picture.charter import Area

    for option, value, most in (
        ("--west", west, 180),
        ("--south", south, 90),
        ("--east", east, 180),
        ("--north", north, 90),
    ):
        if not -most <= value <= most:
            raise Refused(f"{value}; -{most} to {most} degrees are expected", field=option)
    nd = 10**9
    return Area(
        lon_nd_min=round(west * nd),
        lat_nd_min=round(south * nd),
        lon_nd_max=round(east * nd),
        lat_nd_max=round(north * nd),
    )


@init.command(name="in-force")
def in_force(config: Path, out: Path, /) -> None:
    """Write the charter that a node works with now to a folder, for a party that has joined since the founding.

    Parameters
    ----------
    config
        Configuration of the node (.toml); it may be running.
    out
        Folder that does not exist yet.
    """
    from .in_force import hand_out

    hand_out(config, out)
