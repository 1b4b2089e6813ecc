"""The public site files that the package ships, as drafts for a demonstration room.

The bytes come from the caller, named as in `data/sites`; the health facilities are a separate folder under ODbL
(see NOTICE) and stay separate drafts with their own source.
"""

from __future__ import annotations

from collections.abc import Callable

from .codec import ImportOptions, ReadSite, read_sites

ZAATARI_FACILITIES = "zaatari/CampFacilities_2017_02.geojson"
ZAATARI_MOSQUES = "zaatari/Mosques_2017_01.geojson"
HEALTH_FACILITIES = "healthsites_odbl/healthsites_on_map.csv"

REACH = "REACH"
OPENSTREETMAP = "OpenStreetMap contributors"


def real_sites(read: Callable[[str], bytes]) -> list[ReadSite]:
    """208 facilities of Za'atari camp, then the health facilities on the base map, in file order.

    `read` gives the bytes of a file by its path below `data/sites`.
    """
    return [
        *_read(read, ZAATARI_FACILITIES, ImportOptions(submitter=REACH)),
        *_read(read, HEALTH_FACILITIES, ImportOptions(submitter=OPENSTREETMAP)),
    ]


def real_mosques(read: Callable[[str], bytes]) -> list[ReadSite]:
    """76 mosques of Za'atari camp, three of which are facilities too: possible duplicates to be shown."""
    return _read(read, ZAATARI_MOSQUES, ImportOptions(submitter=REACH, category="worship"))


def _read(read: Callable[[str], bytes], path: str, options: ImportOptions) -> list[ReadSite]:
    return read_sites(read(path), path.rpartition("/")[2], options).read
