"""The charter as files: its canonical bytes, the note that all parties signed over them, and the certificates.

    charter/charter.json        canonical JSON
    charter/charter.signed      a signed note over its hash, by every party's identity key
    charter/A.certificate       A's identity key certifies A's node key

Reading verifies everything: a charter that one party did not sign, or a node key that its party did not certify, is
refused, and no room runs on it. An identity key stays with its party; no node needs it.
"""

from __future__ import annotations

from pathlib import Path

from ..errors import MalformedMessage, Refused, Unavailable, Untrusted
from ..log.keys import Certificate, SigningKey, VerifyingKey, certify, verify_certificate
from ..log.note import NOTE_BYTES_MAX, open_note, sign_note
from ..picture.accession import charter_text as charter_text
from ..picture.charter import Charter, validate_charter
from ..record import decode, encode_canonical

CHARTER_FILE = "charter.json"
SIGNED_FILE = "charter.signed"


def write_charter(
    folder: Path, charter: Charter, identities: list[SigningKey], certificates: list[Certificate]
) -> None:
    """Write and sign a charter; `identities` and `certificates` in the order of its parties."""
    validate_charter(charter)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CHARTER_FILE).write_bytes(encode_canonical(charter))
    (folder / SIGNED_FILE).write_text(sign_note(charter_text(charter), identities), encoding="utf-8")
    for identity, certificate in zip(identities, certificates, strict=True):
        (folder / f"{certificate.party}.certificate").write_text(
            certify(identity, certificate), encoding="utf-8"
        )


def load_charter(folder: Path, now_ms: int | None = None) -> Charter:
    """Read a charter and verify every signature; with `now_ms` also that the certificates are in force."""
    path = folder / CHARTER_FILE
    data = _read(path)
    try:
        charter = decode(Charter, data)
        validate_charter(charter)
    except Refused as error:
        raise type(error)(f"{path}: {error.reason}", field=error.field, clause=error.clause) from error
    if encode_canonical(charter) != data:
        raise MalformedMessage(f"{path}: canonical JSON is expected", clause="RFC 8785")
    identities = [VerifyingKey.parse(party.identity_key) for party in charter.parties]
    _check_signatures(folder / SIGNED_FILE, charter, identities)
    for party, identity in zip(charter.parties, identities, strict=True):
        _check_certificate(folder / f"{party.id}.certificate", party.id, party.node_key, identity, now_ms)
    return charter


def _check_signatures(path: Path, charter: Charter, identities: list[VerifyingKey]) -> None:
    note = _read(path)
    for party, identity in zip(charter.parties, identities, strict=True):
        try:
            opened = open_note(note, [identity])
        except (Refused, Untrusted) as error:
            raise Refused(
                f"{path}: a signature by party {party.id} is expected: {error}", field="charter"
            ) from error
        if opened.text != charter_text(charter):
            raise Refused(f"{path}: signs another charter than {CHARTER_FILE}", field="charter")


def _check_certificate(
    path: Path, party: str, node_key: str, identity: VerifyingKey, now_ms: int | None
) -> None:
    try:
        certificate = verify_certificate(_read(path).decode("utf-8", "replace"), identity, now_ms=now_ms)
    except (Refused, Untrusted) as error:
        raise Refused(f"{path}: {error}", field="certificate") from error
    if certificate.party != party or certificate.key.encode() != node_key:
        raise Refused(
            f"{path}: the node key of party {party} in the charter is expected", field="certificate"
        )


def _read(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unavailable(f"{path}: {error.strerror or error}") from error
    if len(data) > NOTE_BYTES_MAX:
        raise MalformedMessage(f"{path}: at most {NOTE_BYTES_MAX} bytes are accepted", clause="limits")
    return data
