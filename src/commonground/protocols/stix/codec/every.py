"""The objects of any statement that STIX has a form for."""

from __future__ import annotations

from commonground.picture.information import Information, InformationAnswer, InformationRequest, Opinion
from commonground.picture.version import Version

from .asked import answer_objects, request_objects
from .names import Object
from .reader import Reader
from .written import opinion_objects, report_objects


def objects_of(reader: Reader, version: Version) -> list[Object]:
    """The objects of a version for a reader; none for a kind that STIX has no form for, or that is not understood."""
    match version.body:
        case Information():
            return report_objects(reader, version)
        case Opinion():
            return opinion_objects(reader, version)
        case InformationRequest():
            return request_objects(reader, version)
        case InformationAnswer():
            return answer_objects(reader, version)
        case _:
            return []
