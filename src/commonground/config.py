"""One node's own configuration: a TOML file beside its data. What nodes share is the charter, not this.

    party = "A"
    data = "A"                          # folder of the store, relative to this file
    charter = "charter"                 # folder of charter, signatures and certificates
    key = "A/node.key"                  # 32-byte seed, readable by its owner only
    listen = { host = "127.0.0.1", port = 8401 }
    drill_listen = { host = "127.0.0.1", port = 8501 }                                 # optional
    peers = { B = "http://127.0.0.1:8402", J = "http://127.0.0.1:8403" }
    tls = { certificate = "A/tls.pem", key = "A/tls.key", peer_ca = "peers.pem" }     # optional
    web = { secure_cookie = true }                                                     # optional
    f3548 = { enabled = true, told = ["B"], allow_http = false }                        # optional: run a DSS
    # also in f3548, who may ask: audiences = ["dss.example"], public_keys = ["A/token-ed25519.pub.pem"] or jwks_url = "https://.."
    uss = { name = "uss-a", base_url = "https://a.example", dss_url = "https://dss.example" }  # optional: plan flights
    f3411 = { enabled = true, dss_url = "https://dss.example/rid/v2" }                   # optional: drones
    taxii = { enabled = true }                                                           # optional: serve TAXII 2.1
    webhook = { url = "https://pager.example/hook", secret = "at least 16 characters" }    # optional
    label = { policy = "North", classification = "Internal", categories = ["Liaison"] }    # optional: in STIX
    ordered_copies = true               # optional: items of each exported copy in an order of its own

Parsed strictly: an unknown or wrong field is refused with file, field and what was expected. It opens no store.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from .errors import MalformedMessage, Refused, Unavailable
from .record import Record, convert, encode_canonical

CONFIG_BYTES_MAX = 64 * 1024
SECRET_CHARS_MIN = 16
#: F3548-21: a token ends at most an hour ahead.
TOKEN_S_MIN, TOKEN_S_MAX = 60, 3_600
EXACT_DIAGONAL_M_MAX = 7_000


class Listen(Record, frozen=True):
    """Where this node listens."""

    host: str = "127.0.0.1"
    port: int = 8400


class Tls(Record, frozen=True):
    """PEM files: this node's certificate and key, and the authority that peers' certificates must be of."""

    certificate: str = ""
    key: str = ""
    peer_ca: str = ""


class Web(Record, frozen=True):
    """The page's own settings. `secure_cookie` is false only where the page is served without TLS on loopback."""

    secure_cookie: bool = True


class Webhook(Record, frozen=True):
    """Where the pagers of the watch are told of a FLASH and of each rung, and the secret that signs it."""

    url: str = ""
    secret: str = ""


class F3548(Record, frozen=True):
    """Whether this node runs a DSS for drone traffic (ASTM F3548-21), and on which terms.

    `told` are the parties to whom flights and constraints are released; without it, all others of the charter.
    `allow_http` lets services be reached without TLS; `scopes_per_notice` asks for the scope of each kind of change
    that a subscription wants to hear of, which services that exist do not send.

    Tokens are taken that were made for one of `audiences` by one of `issuers` (any when there are none), that end at
    most `token_s_max` ahead, and that a key of the PEM files `public_keys` or of the authority's `jwks_url` verifies;
    where neither is said, one of those that the metadata of the one issuer names (RFC 8414).
    """

    enabled: bool = False
    told: tuple[str, ...] | None = None
    allow_http: bool = False
    scopes_per_notice: bool = False
    audiences: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    public_keys: tuple[str, ...] = ()
    jwks_url: str = ""
    token_s_max: int = TOKEN_S_MAX

    @property
    def issuer_url(self) -> str:
        """The address of the one issuer, where nothing else says which keys are trusted."""
        if self.public_keys or self.jwks_url or len(self.issuers) != 1:
            return ""
        return self.issuers[0] if urlsplit(self.issuers[0]).scheme in ("http", "https") else ""


class Uss(Record, frozen=True):
    """Whether this party plans drone flights (ASTM F3548-21): its service's name in tokens, its address, and its DSS.

    `announced` says whether this node writes the room's notice of each flight; without it, it does unless the DSS is
    that of a party of the room, which writes them. Tokens come from an authority that speaks OAuth 2.0, asked with
    `token_client` and `token_secret` at `token_url`, or where the metadata of `token_issuer` says; or this node makes
    its own with the private key `token_key`, where nobody else does. `automated_testing` opens the interface by which
    others test this service.
    """

    name: str = ""
    base_url: str = ""
    dss_url: str = ""
    announced: bool | None = None
    told: tuple[str, ...] | None = None
    token_url: str = ""
    token_issuer: str = ""
    token_client: str = ""
    token_secret: str = ""
    token_key: str = ""
    allow_http: bool = False
    automated_testing: bool = False


class F3411(Record, frozen=True):
    """Whether this node takes part in remote identification (ASTM F3411): as a DSS, and to show drones on its map.

    `dss_url` is another DSS that is asked for services, up to and without `/dss`, in `dss_version`; without it, this
    node's own is. `base_url` is where that DSS and services reach this node; without it, it cannot be told of changes.
    `exact_diagonal_m` shows single drones on wider maps than the standard does, for those who may; 0 is the standard's.
    Tokens of this node come as for planning flights, from an authority or by `token_key` under `name`; without them,
    it is a DSS alone. Which tokens it takes stands in `f3548`.
    """

    enabled: bool = False
    allow_http: bool = False
    dss_url: str = ""
    dss_version: Literal["22a", "19"] = "22a"
    base_url: str = ""
    exact_diagonal_m: int = 0
    name: str = ""
    token_url: str = ""
    token_issuer: str = ""
    token_client: str = ""
    token_secret: str = ""
    token_key: str = ""


class MarkingLabel(Record, frozen=True):
    """How this party's own scheme labels what it is given: written beside the originator's marking (STANAG 4774)."""

    policy: str = ""
    classification: str = ""
    categories: tuple[str, ...] = ()


class Taxii(Record, frozen=True):
    """Whether this node serves its information exchange to machines (TAXII 2.1), at `/taxii2/` of its address.

    `base_url` is where clients reach this node, where that is not the address they ask for. `client_ca` names a PEM
    file of authorities, or of the certificates themselves, by which clients may show who they are. `allow_http` lets
    them come without TLS from elsewhere than this machine.
    """

    enabled: bool = False
    base_url: str = ""
    client_ca: str = ""
    allow_http: bool = False


class NodeConfig(Record, frozen=True):
    """The file as it stands; `folder` is where it lies and never written."""

    party: str
    data: str
    charter: str
    key: str
    listen: Listen = Listen()
    drill_listen: Listen | None = None
    peers: dict[str, str] = {}
    tls: Tls = Tls()
    web: Web = Web()
    webhook: Webhook = Webhook()
    f3548: F3548 = F3548()
    uss: Uss = Uss()
    f3411: F3411 = F3411()
    label: MarkingLabel = MarkingLabel()
    taxii: Taxii = Taxii()
    ordered_copies: bool = False
    synchronous: str = "FULL"
    folder: str = ""

    def path(self, relative: str) -> Path:
        """A path of the file, relative to the file."""
        return Path(self.folder) / relative

    @property
    def url(self) -> str:
        """Where this node's page is."""
        host = f"[{self.listen.host}]" if ":" in self.listen.host else self.listen.host
        return f"{'https' if self.tls.certificate else 'http'}://{host}:{self.listen.port}"


def read_config(path: Path) -> NodeConfig:
    """Parse a node's TOML file; `Refused` names the file, the field and what was expected."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unavailable(f"{path}: {error.strerror or error}") from error
    if len(data) > CONFIG_BYTES_MAX:
        raise MalformedMessage(f"{path}: at most {CONFIG_BYTES_MAX} bytes are accepted", clause="limits")
    try:
        values: dict[str, Any] = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MalformedMessage(f"{path}: TOML in UTF-8 is expected: {error}") from error
    try:
        if "folder" in values:
            raise MalformedMessage("no such field", field="folder")
        config = convert({**values, "folder": str(path.parent)}, NodeConfig)
        _validate(config)
    except Refused as error:
        raise type(error)(f"{path}: {error.reason}", field=error.field, clause=error.clause) from error
    return config


def _validate(config: NodeConfig) -> None:
    if not config.party:
        raise Refused("the id of a party of the charter is expected", field="party")
    if not 0 < config.listen.port < 65_536:
        raise Refused(f"{config.listen.port}; 1 to 65535 is expected", field="listen.port")
    if config.synchronous not in ("FULL", "EXTRA", "NORMAL", "OFF"):
        raise Refused("one of FULL, EXTRA, NORMAL, OFF is expected", field="synchronous")
    for party, url in config.peers.items():
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.username:
            raise Refused(f"{url!r}; http(s)://host:port is expected", field=f"peers.{party}")
        if party == config.party:
            raise Refused("a node is no peer of itself", field=f"peers.{party}")
    _validate_webhook(config.webhook)
    _validate_access(config.f3548)
    _validate_uss(config.uss)
    _validate_f3411(config.f3411)
    _validate_label(config.label)
    _validate_taxii(config)
    if bool(config.tls.certificate) != bool(config.tls.key):
        raise Refused("a certificate and its key are expected together", field="tls")
    if not config.web.secure_cookie and not config.tls.certificate and config.listen.host not in LOOPBACK:
        raise Refused("true is expected where the page is not on loopback", field="web.secure_cookie")


def _validate_webhook(webhook: Webhook) -> None:
    if webhook == Webhook():
        return
    parts = urlsplit(webhook.url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise Refused(f"{webhook.url!r}; http(s)://host is expected", field="webhook.url")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise Refused("https is expected where the pager is not on loopback", field="webhook.url")
    if len(webhook.secret) < SECRET_CHARS_MIN:
        raise Refused(f"at least {SECRET_CHARS_MIN} characters expected", field="webhook.secret")


def _validate_access(f3548: F3548) -> None:
    for name in ("audiences", "issuers", "public_keys"):
        if not all(one and one.isprintable() for one in getattr(f3548, name)):
            raise Refused("texts that are not empty are expected", field=f"f3548.{name}")
    if (f3548.public_keys or f3548.jwks_url or f3548.issuer_url) and not f3548.audiences:
        raise Refused("the names that tokens call this node by are expected", field="f3548.audiences")
    if not TOKEN_S_MIN <= f3548.token_s_max <= TOKEN_S_MAX:
        raise Refused(f"{TOKEN_S_MIN} to {TOKEN_S_MAX} is expected", field="f3548.token_s_max")
    parts = urlsplit(f3548.jwks_url)
    if f3548.jwks_url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.username):
        raise Refused(f"{f3548.jwks_url!r}; https://host/path is expected", field="f3548.jwks_url")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK and not f3548.allow_http:
        raise Refused("https is expected where the authority is not on loopback", field="f3548.jwks_url")
    parts = urlsplit(f3548.issuer_url)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK and not f3548.allow_http:
        raise Refused("https is expected where the authority is not on loopback", field="f3548.issuers")


def _validate_uss(uss: Uss) -> None:
    if uss == Uss():
        return
    if not uss.name or not uss.name.isprintable():
        raise Refused("the name of this service in tokens is expected", field="uss.name")
    for name in ("base_url", "dss_url", "token_url", "token_issuer"):
        url = getattr(uss, name)
        parts = urlsplit(url)
        if name.startswith("token") and not url:
            continue
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or url.endswith("/"):
            raise Refused(f"{url!r}; https://host without a trailing slash is expected", field=f"uss.{name}")
        if parts.scheme == "http" and not uss.allow_http:
            raise Refused("https is expected unless allow_http is set", field=f"uss.{name}")


def _validate_label(label: MarkingLabel) -> None:
    if label != MarkingLabel() and not (label.policy.strip() and label.classification.strip()):
        raise Refused("a policy and a classification are expected", field="label")


def _validate_f3411(terms: F3411) -> None:
    for name in ("dss_url", "base_url", "token_url", "token_issuer"):
        url = getattr(terms, name)
        parts = urlsplit(url)
        if not url:
            continue
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or url.endswith("/"):
            raise Refused(
                f"{url!r}; https://host without a trailing slash is expected", field=f"f3411.{name}"
            )
        if parts.scheme == "http" and not terms.allow_http:
            raise Refused("https is expected unless allow_http is set", field=f"f3411.{name}")
    if terms.token_key and not (terms.name and terms.name.isprintable()):
        raise Refused("the name of this service in tokens is expected", field="f3411.name")
    if not 0 <= terms.exact_diagonal_m <= EXACT_DIAGONAL_M_MAX:
        raise Refused(f"0 to {EXACT_DIAGONAL_M_MAX} m is expected", field="f3411.exact_diagonal_m")


def _validate_taxii(config: NodeConfig) -> None:
    said, parts = config.taxii, urlsplit(config.taxii.base_url)
    is_near = config.tls.certificate or config.listen.host in LOOPBACK or said.allow_http
    if said.enabled and not is_near:
        raise Refused("a certificate is expected unless allow_http is set", field="taxii.enabled")
    if said.client_ca and not config.tls.certificate:
        raise Refused("a certificate of this node is expected with it", field="taxii.client_ca")
    if said.base_url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query):
        raise Refused(f"{said.base_url!r}; https://host is expected", field="taxii.base_url")
    if said.base_url.endswith("/"):
        raise Refused(f"{said.base_url!r}; no trailing slash is expected", field="taxii.base_url")


LOOPBACK = ("127.0.0.1", "::1", "localhost")


def write_config(path: Path, config: NodeConfig) -> None:
    """Write a file that `read_config` reads back to the same values."""
    lines = [f"{name} = {_toml(getattr(config, name))}" for name in ("party", "data", "charter", "key")]
    lines.append(f"listen = {{ host = {_toml(config.listen.host)}, port = {config.listen.port} }}")
    peers = ", ".join(f"{party} = {_toml(url)}" for party, url in config.peers.items())
    lines.append(f"peers = {{ {peers} }}")
    if (drill := config.drill_listen) is not None:
        lines.append(f"drill_listen = {{ host = {_toml(drill.host)}, port = {drill.port} }}")
    if config.tls != Tls():
        names = ("certificate", "key", "peer_ca")
        held = ", ".join(f"{name} = {_toml(getattr(config.tls, name))}" for name in names)
        lines.append(f"tls = {{ {held} }}")
    lines.append(f"web = {{ secure_cookie = {'true' if config.web.secure_cookie else 'false'} }}")
    if config.webhook != Webhook():
        hook = ", ".join(f"{name} = {_toml(getattr(config.webhook, name))}" for name in ("url", "secret"))
        lines.append(f"webhook = {{ {hook} }}")
    if config.f3548 != F3548():
        lines.append(f"f3548 = {{ {', '.join(_set_fields(config.f3548, F3548()))} }}")
    if config.uss != Uss():
        lines.append(f"uss = {{ {', '.join(_set_fields(config.uss, Uss()))} }}")
    if config.f3411 != F3411():
        lines.append(f"f3411 = {{ {', '.join(_set_fields(config.f3411, F3411()))} }}")
    if config.label != MarkingLabel():
        lines.append(f"label = {{ {', '.join(_set_fields(config.label, MarkingLabel()))} }}")
    if config.taxii != Taxii():
        lines.append(f"taxii = {{ {', '.join(_set_fields(config.taxii, Taxii()))} }}")
    if config.ordered_copies:
        lines.append("ordered_copies = true")
    lines.append(f"synchronous = {_toml(config.synchronous)}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _set_fields(record: Record, default: Record) -> Iterator[str]:
    """The fields of a table that are not as by default."""
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if value == getattr(default, name):
            continue
        if isinstance(value, bool):
            yield f"{name} = {'true' if value else 'false'}"
        elif isinstance(value, tuple):
            yield f"{name} = [{', '.join(map(_toml, value))}]"
        else:
            yield f"{name} = {_toml(value)}"


def _toml(value: str | int) -> str:
    """A number, or a basic string of TOML: JSON's escapes are among its own."""
    return encode_canonical(value).decode()
