"""Every refusal that can reach a screen is said in three languages, and none of the texts is there for nothing.

The sources are read, not run: each `raise Refused(...)` and its like gives the sentences it can say, with a sample for
what is only known while running. A raise without a translation fails here, unless it stands in `NEVER_ON_SCREEN`.
"""

from __future__ import annotations

import ast
import importlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from commonground.errors import MalformedMessage
from commonground.geo.volume import Volume
from commonground.record import convert, decode
from commonground.web.refusals import (
    fault_text,
    field_text,
    forms,
    found_text,
    reason_text,
    recognised,
    with_back_texts,
    with_row_texts,
)
from commonground.web.texts import LANGUAGES

SOURCE = Path(__file__).parents[2] / "src" / "commonground"
WALKED = (
    "geo",
    "log",
    "picture",
    "policy",
    "protocols/site_files",
    "protocols/stix/pull",
    "room",
    "web",
    "record.py",
)
REFUSALS = {"Refused", "MalformedMessage", "NotPermitted", "NotAuthenticated", "StaleVersion", "MissingKeys",
            "InConflict", "DssRefused", "NotStraying", "NothingHeard", "BodyTooLarge", "TooManyAttempts",
            "NotFound", "NotThere", "Gone"}  # fmt: skip
FAULTS = {"Unavailable": "unavailable", "AskedToWait": "unavailable", "Untrusted": "untrusted",
          "BadSignature": "untrusted", "BadProof": "untrusted", "SplitView": "untrusted",
          "Corrupt": "corrupt"}  # fmt: skip

# File, or file and function -> why a person at a screen never sees what is raised there.
NEVER_ON_SCREEN = {
    "geo/cells.py": "coverings for services of drone traffic, which read English",
    "geo/columns.py": "columns of numbers come from Python and from benchmarks, never from a page",
    "geo/gazetteer.py": "reads the shipped file when the node starts",
    "geo/interval.py:validate_context": "the area of a charter, read by the command line and when the node starts",
    "log/checkpoint.py": "a checkpoint of another node or of a bundle",
    "log/heads.py": "commitments of another node",
    "log/keys.py": "keys and certificates, read when the node starts, and signatures of other nodes",
    "log/merkle.py": "proofs of other nodes",
    "log/note.py:parse_decimal": "numbers of checkpoints and receipts",
    "log/note.py:check_key_name": "names of keys",
    "log/note.py:check_text": "signed notes of other nodes",
    "log/note.py:parse_note": "signed notes of other nodes",
    "log/note.py:parse_signature_line": "signed notes of other nodes",
    "log/note.py:format_note": "notes that a node signs; its own words are never refused",
    "log/note.py:_decoded": "signed notes of other nodes",
    "log/note.py:_check_characters": "signed notes of other nodes",
    "log/proof.py": "receipts, checked by the command line",
    "log/statement_body.py:parse_body": "bodies of other nodes",
    "log/tiles.py": "tiles and bundles of entries, asked for by other nodes",
    "log/witness_state.py": "requests of other nodes for a cosignature",
    "picture/charter.py": "charters, read by the command line and when the node starts",
    "picture/exchange.py": "objects that machines post, which read English",
    "picture/information.py:_refuse_other_source": "texts that machines post and other nodes send",
    "picture/statement.py": "statements of other nodes",
    "room/airspace/attest.py": "services of drone traffic, which read English",
    "room/airspace/constraints.py": "services of drone traffic, which read English",
    "room/airspace/intents.py": "services of drone traffic, which read English",
    "room/airspace/refusing.py": "services of drone traffic, which read English",
    "room/airspace/services.py": "services of drone traffic, which read English",
    "room/airspace/subscriptions.py": "services of drone traffic, which read English",
    "room/uss/peers.py": "what other services of drone traffic say, and are answered in English",
    "room/posting.py": "objects that machines post, which read English",
    "room/exchange_rules.py": "objects that machines post, which read English",
    "room/federate.py": "what other nodes ask for and send",
    "room/witness.py": "openings of other nodes' commitments",
}

# What only running code knows, where any word would not do: file and expression -> samples.
SAMPLES: dict[tuple[str, str], tuple[str, ...]] = {
    ("geo/coordinate_text.py", "axis"): ("latitude",),
    ("geo/coordinate_text.py", "name"): ("minutes",),
    ("geo/rings.py", "name_one"): ("rings[0] edge 1",),
    ("geo/rings.py", "name_two"): ("rings[1] edge 2",),
    ("protocols/site_files/table.py", "declared"): ("cp1256",),
    ("room/uss/refusing.py", "words"): ("status 409",),
}
KINDS = ("kind", "command.kind", "last.kind")


@dataclass(frozen=True)
class Raised:
    """One sentence that one place of the sources can say."""

    where: str
    name: str
    reason: str


def modules() -> Iterator[tuple[str, ast.Module, dict[str, Any]]]:
    for part in WALKED:
        root = SOURCE / part
        for path in sorted(root.rglob("*.py")) if root.is_dir() else [root]:
            name = (
                path.relative_to(SOURCE)
                .with_suffix("")
                .as_posix()
                .replace("/", ".")
                .removesuffix(".__init__")
            )
            module = importlib.import_module(f"commonground.{name}")
            yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text("utf-8")), vars(module)


class Sentences:
    """The sentences of an expression: constants as they are, names by their assignments, the rest as samples."""

    def __init__(self, file: str, function: ast.AST, known: dict[str, Any]) -> None:
        self.file, self.function, self.known = file, function, known

    def of(self, node: ast.expr) -> list[str]:
        match node:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.JoinedStr(values=values):
                parts = [self._part(one) for one in values]
                return ["".join(chosen) for chosen in itertools.product(*parts)]
            case ast.BinOp(left=left, right=right):
                return [a + b for a, b in itertools.product(self.of(left), self.of(right))]
            case ast.IfExp(body=body, orelse=orelse):
                return self.of(body) + self.of(orelse)
            case ast.BoolOp(values=values):
                return [text for one in values for text in self.of(one) or ["sample"] if text]
            case ast.Name(id=name) if isinstance(self.known.get(name), str):
                return [self.known[name]]
            case ast.Name(id=name):
                return [text for value in self._assigned(name, node.lineno) for text in self.of(value)]
        return []

    def _part(self, node: ast.expr) -> list[str]:
        if isinstance(node, ast.Constant):
            return [str(node.value)]
        assert isinstance(node, ast.FormattedValue)
        written = ast.unparse(node.value)
        spec = ast.unparse(node.format_spec)[2:-1] if node.format_spec else ""
        try:
            value = eval(written, dict(self.known))  # only constants of the module are known here
        except Exception:
            return self._unknown(node, written, spec)
        return [format(repr(value) if node.conversion == ord("r") else value, spec)]

    def _unknown(self, node: ast.FormattedValue, written: str, spec: str) -> list[str]:
        texts = self.of(node.value) if isinstance(node.value, ast.Name | ast.IfExp | ast.BoolOp) else []
        if texts:
            return texts
        if (self.file, written) in SAMPLES:
            return list(SAMPLES[self.file, written])
        if written in KINDS:
            return ["notice"]
        if node.conversion == ord("r"):
            return ["'sample'"]
        if spec:
            return [format(12345.0 if spec.endswith(("f", "g")) else 12345, spec)]
        return ["sample"]

    def _assigned(self, name: str, line: int) -> list[ast.expr]:
        """What was assigned to a name since it was last bound by a loop or a parameter."""
        return [
            node.value
            for node in ast.walk(self.function)
            if isinstance(node, ast.Assign)
            and node.lineno <= line
            and any(isinstance(one, ast.Name) and one.id == name for one in node.targets)
        ] + self._added(name, line)

    def _added(self, name: str, line: int) -> list[ast.expr]:
        """`reason += ...` as the sum of what stood before it and what it adds."""
        return [
            ast.BinOp(first.value, ast.Add(), node.value)
            for node in ast.walk(self.function)
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and node.target.id == name
            for first in ast.walk(self.function)
            if isinstance(first, ast.Assign) and first.lineno < node.lineno <= line
            and any(isinstance(one, ast.Name) and one.id == name for one in first.targets)
        ]  # fmt: skip


def raised_in(file: str, tree: ast.Module, known: dict[str, Any]) -> Iterator[Raised]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
            continue
        name = node.func.id
        if name not in REFUSALS and name not in FAULTS and name != "refuse":
            continue
        within = [one for one in functions if one.lineno <= node.lineno <= (one.end_lineno or 0)]
        function = max(within, key=lambda one: one.lineno, default=None)
        place = f"{file}:{function.name}" if function else file
        if file in NEVER_ON_SCREEN or place in NEVER_ON_SCREEN:
            continue
        said = Sentences(file, function or tree, known).of(node.args[0])
        yield from (Raised(f"{place}:{node.lineno}", name, reason) for reason in said)
        if not said:
            yield Raised(f"{place}:{node.lineno}", name, f"?{ast.unparse(node.args[0])}")


ALL = [one for file, tree, known in modules() for one in raised_in(file, tree, known)]
# Passed on as it was raised elsewhere, or put together where a test of its own looks.
PASSED_ON = {"?error.reason", "?trouble", "?reason", "?'; '.join(decision.reasons)", "?error.detail"}


def test_the_sources_are_walked() -> None:
    assert len(ALL) > 180
    assert {one.where.split("/")[0] for one in ALL} >= {"geo", "room", "web", "protocols", "picture"}
    assert any(one.reason == "a site is expected" for one in ALL)
    # `reason` stands for itself only in `refuse` and in `record`; everywhere else its sentences are found.
    assert {one.where.split(":")[0] for one in ALL if one.reason == "?reason"} == {
        "geo/coordinate_text.py", "record.py",
    }  # fmt: skip


@pytest.mark.parametrize("one", ALL, ids=lambda one: f"{one.where} {one.reason[:40]}")
def test_every_refusal_is_said_in_three_languages(one: Raised) -> None:
    if one.reason in PASSED_ON:
        return
    assert not one.reason.startswith("?"), f"{one.where}: its sentences are not found"
    said = fault_text(FAULTS[one.name], one.reason) if one.name in FAULTS else reason_text(one.reason)
    assert said is not None, f"{one.where}: no text for {one.reason!r}"
    assert set(said) == set(LANGUAGES)
    assert len(set(said.values())) == 3, said


def test_nothing_is_left_out_that_is_not_there() -> None:
    places = {file for file, _, _ in modules()} | {
        f"{file}:{node.name}" for file, tree, _ in modules() for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }  # fmt: skip
    assert set(NEVER_ON_SCREEN) <= places


def test_every_text_is_said_somewhere() -> None:
    reasons = [one.reason for one in ALL] + OTHERS
    parts = [part for reason in reasons for part in (reason, *reason.split("; "))]
    used = {found[0] for reason in parts if (found := recognised(reason)) is not None}
    assert {form.key for form in forms("refusal-")} - used == set()


# Reasons that no `raise` of the walked sources writes out: msgspec's words, rows of files, answers of the framework.
OTHERS = [
    "Expected `int`, got `str`", "Expected `array` of length 2", "Expected `array` of length 2, got 1",
    "Object missing required field `a`", "Object contains unknown field `zz`", "Invalid enum value 'z'",
    "Invalid value 'cube'", "Method Not Allowed", "the node failed to answer; nothing was released",
    "new hits since it was held: 3 of 4 hits are not acknowledged", "nothing was written: OSError(28)",
    "no such column; the register has no field for it (T-7); go on without it", "3 as in the header",
    "4 cells as in the header", "a Feature", "only what the file holds", "cells in matching quotes",
    "release_notice is for duty_chief, watch_officer; no post was taken", "no party 'X' in the charter",
    "it gives the same page again", "it gives one empty page after another",
    "it says that there is more, and not where",
    "it was not read to its end: the log of this node says why", "it has no collection that we may read",
    "it has no collection 'x' that we may read", "it is not held here: it has not come, or was left out",
    "it is kept as it came and is no part of a report", "only the first place is taken",
    "an e-mail address is not taken", "an e-mail message is not taken", "a network address is not taken",
    "an account is not taken", "a person is not taken", "a relationship of this type is not taken",
    "an observation of an address or an account is not taken", "no STIX object", "a time that is none",
    "longer than 1 MB", "it cannot be read", "a time in UTC as 2026-01-01T00:00:00.000Z is expected",
]  # fmt: skip


@pytest.mark.parametrize("reason", OTHERS)
def test_what_is_put_together_elsewhere_is_said_too(reason: str) -> None:
    said = reason_text(reason)
    assert said is not None
    assert len(set(said.values())) == 3


def test_rows_of_a_file_are_said_as_the_sources_write_them() -> None:
    """Every literal of a `Refusal(...)` of the file readers is known."""
    written: list[str] = []
    for path in sorted((SOURCE / "protocols" / "site_files").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refusal":
                written += Sentences(path.name, node, {}).of(node.args[3])
    assert len(written) >= 4
    for reason in written:
        assert reason_text(reason), reason


@pytest.mark.parametrize("found", ["nothing", "a column named 'x'", "3 cells", "a link to another document"])
def test_what_was_found_is_said_where_it_is_a_word_of_ours(found: str) -> None:
    said = found_text(found)
    assert said is not None
    assert len(set(said.values())) == 3


def test_a_cell_of_a_file_is_no_word_of_ours() -> None:
    assert found_text("36,2; 37.1") is None
    row = {
        "line": 3,
        "field": "place",
        "found": "36,2; 37.1",
        "expected": "cells in matching quotes",
        "detail": {},
    }
    (shown,) = with_row_texts([dict(row)])
    assert "found_text" not in shown
    assert shown["expected_text"]["ru"] == "ячейки в парных кавычках"
    assert shown["field_text"]["ar"] == "المكان"


@pytest.mark.parametrize(
    "body", [{}, {"footprint": {"type": "cube"}}, {"footprint": 3}, {"from_ms": "x"}, {"zz": 1}, []]
)
def test_what_msgspec_says_is_known(body: Any) -> None:
    """Its real words: an update of it that changes them fails here."""
    lower = {"value_tmm": 0, "reference": "AGL", "unit": "M"}
    circle = {"type": "circle", "center": [0, 0], "radius_tmm": 0}
    whole = {"footprint": circle, "lower": lower, "from_ms": 0, "until_ms": 1}
    with pytest.raises(MalformedMessage) as caught:
        convert({**whole, **body} if body else body, Volume)
    assert reason_text(caught.value.reason) is not None, caught.value.reason
    with pytest.raises(MalformedMessage) as caught:
        decode(Volume, b'{"a":')
    assert reason_text(caught.value.reason) is not None


# -- values and fields ------------------------------------------------------------------------------------------


def said_of(reason: str) -> dict[str, str]:
    said = reason_text(reason)
    assert said is not None
    return said


def test_figures_are_the_same_in_three_languages() -> None:
    said = said_of("12,345 bytes, at most 10,485,760")
    assert all("12\u202f345" in one and "10\u202f485\u202f760" in one for one in said.values())
    assert "\u2066100 m\u2069" in said_of("the last read-back was 8983 m off; within 100 m expected")["ar"]
    assert "0361200" in said_of("0361200 has 7 digits; expected DD, DDMM or DDMMSS")["ru"]


def test_counting_begins_at_one_and_words_of_lists_are_translated() -> None:
    said = said_of("rings[0] edge 3 and rings[1] edge 5 cross or touch each other, expected a simple ring")
    assert said["ru"].startswith("сторона 4 контура 1 и сторона 6 контура 2")
    said = said_of("release_notice is for airspace, duty_chief; interpreter was taken")
    assert "Начальник смены" in said["ru"]
    assert "المترجم" in said["ar"]
    assert "_" not in "".join(said.values())
    said = said_of("new hits since it was held: 3 of 4 hits are not acknowledged")
    assert said["ru"] == "новые совпадения с начала задержки: с частью совпадений не ознакомились: 3 из 4"


def test_what_no_text_knows_stays_english() -> None:
    assert reason_text("a zebra is expected") is None
    assert reason_text("x" * 5_000) is None
    assert fault_text("unavailable", "disk I/O error")["ru"].endswith("(disk I/O error)")
    rows: list[dict[str, Any]] = [
        {"back_because": "a zebra"},
        {"back_because": "sign in"},
        {"back_because": ""},
    ]
    assert [("back_text" in row) for row in with_back_texts(rows)] == [False, True, False]


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("volumes[0].upper", ("Volume 1, upper limit", "الحجم 1، الحد الأعلى", "Объём 1, верхняя граница")),
        ("draft.notice.volumes[1].lower.value_tmm", ("Volume 2, lower limit", None, None)),
        ("notice.volumes[0].footprint.rings[0][3][1]", ("Volume 1, ring 1, vertex 4, latitude", None, None)),
        ("notice.volumes[0].footprint.center[0]", ("Volume 1, centre, longitude", None, None)),
        ("notice.volumes[0].footprint", ("Volume 1, shape", None, None)),
        ("recipients[1].party", ("Recipient 2, party", None, "Получатель 2, сторона")),
        ("site.place.radius_tmm", ("Place, radius", None, None)),
        ("notice", ("Notice", "إشعار", "Уведомление")),
        ("key", ("", "", "")),
    ],
)
def test_a_field_has_a_name(path: str, named: tuple[str | None, ...]) -> None:
    found = field_text(path)
    assert found is not None
    for lang, expected in zip(LANGUAGES, named, strict=True):
        assert expected is None or found[lang] == expected


@pytest.mark.parametrize("path", ["", "sites.csv", "a column of theirs", "x[0]"])
def test_a_field_of_others_has_none(path: str) -> None:
    assert field_text(path) is None
