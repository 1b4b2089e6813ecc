"""Draw what follows from the code: docs/standards.md, the table of transitions in ARCHITECTURE.md, the phrase book.

    python tools/write_docs.py            write them
    python tools/write_docs.py --check    say which would change, and fail

`tests/docs` runs the check. A citation of a clause that is not in `CLAUSES` is an error: it is dead, or mistyped.
"""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "commonground"
STANDARDS, ARCHITECTURE = ROOT / "docs" / "standards.md", ROOT / "ARCHITECTURE.md"
BEGIN, END = "<!-- lifecycle -->", "<!-- /lifecycle -->"

CLAUSES: dict[str, str] = {
    "F3548-21 DSS0005": "references, subscriptions and queries by what is relevant in space, height and time",
    "F3548-21 DSS0015": "of two changes that miss each other one at most stands",
    "F3548-21 DSS0100": "what a service that is marked as down may not do, and what others need not know of it",
    "F3548-21 DSS0210": "a subscription ends by itself",
    "F3548-21 SCD0100": "off-nominal states are for those who monitor conformance",
    **{
        f"F3548-21 {operation}": f"operation of the DSS: {what}"
        for operation, what in {
            "queryOperationalIntentReferences": "flights in an area",
            "getOperationalIntentReference": "one flight",
            "createOperationalIntentReference": "a new flight, with a key",
            "updateOperationalIntentReference": "a changed flight, with a key",
            "deleteOperationalIntentReference": "a flight that ended",
            "queryConstraintReferences": "constraints in an area",
            "getConstraintReference": "one constraint",
            "createConstraintReference": "a new constraint",
            "updateConstraintReference": "a changed constraint",
            "deleteConstraintReference": "a constraint that ended",
            "querySubscriptions": "the caller's subscriptions in an area",
            "getSubscription": "one subscription of the caller",
            "createSubscription": "a new subscription",
            "updateSubscription": "a changed subscription",
            "deleteSubscription": "a subscription that is not wanted any more",
            "makeDssReport": "a report of a problem, archived",
            "setUssAvailability": "whether a service answers, by an arbiter's word",
            "getUssAvailability": "what is known of a service",
        }.items()
    },
    **{
        f"F3548-21 {operation}": f"operation of a service: {what}"
        for operation, what in {
            "getOperationalIntentDetails": "details of a flight",
            "getOperationalIntentTelemetry": "where a flight that strayed was heard last",
            "notifyOperationalIntentDetailsChanged": "a flight of another service, by its own word",
            "getConstraintDetails": "details of a constraint",
            "notifyConstraintDetailsChanged": "a constraint of another service, by its own word",
            "makeUssReport": "a report about an exchange with this service, archived",
        }.items()
    },
    "F3548-21 OPIN0025": "details of an own flight to whoever asks with a token for it",
    "F3548-21 OPIN0040": "the end of a flight, told to whoever was told of it",
    "F3548-21 SCD0015": "a plan that meets a flight of higher priority is not made",
    "F3548-21 SCD0030": "a flight in the air meets no flight of higher priority anew",
    "F3548-21 SCD0035": "a plan that meets a flight of the same priority is not made",
    "F3548-21 SCD0050": "a flight in the air meets no flight of the same priority anew",
    "F3548-21 SCD0085": "every subscriber of a change is told, until it takes it",
    "F3548-21 SCD0090": "an operator is told of a flight that comes to meet an own one",
    "F3548-21 USS0105": "the operations of a service on the addresses of the standard",
    "F3548-21 GEN0500": "an answer about an intersection is right to 1 cm",
    "F3411-22a DSS0030": "service areas and subscriptions are declared, changed, removed, found, and tell whom to tell",
    "F3411-22a DSS0050": "at most ten subscriptions of a service in one area",
    "F3411-22a DSS0060": "a subscription lasts 24 hours at most",
    "F3411-22a NET0240": "services are asked about no wider view than the standard allows",
    "F3411-22a NET0430": "a view that is too wide shows nothing",
    "F3411-22a NET0480": "in a wide view aircraft are counted together",
    "F3411-22a NET0490": "in a wide view an aircraft alone is hidden in its square",
    "F3411-22a NET0730": "a subscriber takes notices of service areas",
    "RFC 2104": "HMAC",
    "RFC 3339": "times in messages",
    "RFC 4180": "comma-separated values",
    "RFC 4648": "base64",
    "RFC 5545": "iCalendar",
    "RFC 6962": "Merkle tree hashing, inclusion and consistency",
    "RFC 6749": "access tokens by client credentials",
    "RFC 6750": "bearer tokens",
    "RFC 7468": "keys in PEM",
    "RFC 7493": "integers that every JSON reader holds exactly",
    "RFC 7517": "published lists of keys",
    "RFC 7519": "JSON web tokens",
    "RFC 7946": "GeoJSON",
    "RFC 8032": "Ed25519 signatures",
    "RFC 8725": "the key decides the algorithm of a token",
    "RFC 8785": "canonical JSON",
    "RFC 9162": "proofs of inclusion and consistency",
    "RFC 9180": "HPKE: sealing to a recipient",
    "RFC 9421": "HTTP message signatures",
    "RFC 9530": "digests of HTTP bodies",
    "RFC 9562": "UUIDs of versions 4 and 7",
    "RFC 9864": "Ed25519 under its own name in tokens",
    "C2SP signed-note": "signed notes and verifier keys",
    "C2SP tlog-checkpoint": "checkpoints",
    "C2SP tlog-cosignature": "cosignatures",
    "C2SP tlog-proof": "receipts",
    "C2SP tlog-tiles": "tiles",
    "C2SP tlog-witness": "what a witness is asked and answers",
    "section 8": "limits against reading the register out; what the room refuses to be",
    "limits": "a bound on every input",
    **{
        f"T-{number}": text
        for number, text in {
            1: "a FLASH is offered to every post, rung by rung",
            2: "abandoned calls stand in both logs",
            3: "coordinates that can be read two ways are refused; nothing is swapped",
            4: "read-back within 100 m before “understood”",
            5: "each hit is acknowledged before a release, and checked again at it",
            6: "a check gives no verdict",
            7: "words and columns that the room has no place for",
            8: "what a party may not see changes no byte that it gets",
            11: "possible duplicates across scripts; a link keeps both",
            12: "an expired site is still shown and checked",
            16: "after a break both pictures are those of a room that never broke",
            17: "an altered byte is named",
            15: "suspending one class leaves the others; a FLASH passes always",
            18: "areas whose versions differ are not agreed; the differences are listed",
            19: "an instrument without a decision lapses, as an event",
            20: "an observed flight without a notice is not covered, in neutral words",
            21: "times in UTC; local times with their zone",
            22: "a post is not manned by somebody who lacks its language, alone",
            23: "free text alone is kept as unlocated",
            24: "opening, printing and exporting is told to the originator",
            25: "an answer says for whom it speaks",
        }.items()
    },
    "R1": "the line",
    "R3": "posts, shifts and handover",
    "R4": "accession, scopes and for whom a party speaks",
    "R5": "originator control",
    "R6": "register of reported sites and positions on them",
    "R7": "activity notices",
    "R9": "designated areas",
    "R10": "stand-down commitments",
    "R11": "agreed texts and their times",
    "R13": "the situation beat",
    "R14": "channels by class",
    "R15": "declared basis and reservation",
    "S1": "fields of a site",
    "S2": "fields of a notice",
}
_CITED = re.compile(
    r"F(?:3548-21|3411-22a) (?:[A-Z]{3,4}\d{4}|[a-z]+[A-Z][A-Za-z]+)"
    r"|\bRFC \d{4}|C2SP [a-z]+-[a-z]+|\bT-\d+\b|(?<=[(\"])[RS]\d+(?=[)\",;])|\bsection 8\b"
    r"|clause=\"limits\""
)
_SPEC_ALONE = re.compile(r"\btlog-(?:checkpoint|cosignature|proof|tiles|witness)\b|\bsigned-note\b")


def citations(path: Path) -> dict[str, set[str]]:
    """Clause -> names of the functions or classes of a module that cite it ("" for the module itself)."""
    text = path.read_text("utf-8")
    spans = sorted(_spans(ast.parse(text)))
    found: dict[str, set[str]] = defaultdict(set)
    for number, line in enumerate(text.splitlines(), 1):
        cited = {one.removeprefix('clause="').rstrip('"') for one in _CITED.findall(line)}
        cited |= {f"C2SP {one}" for one in _SPEC_ALONE.findall(line)}
        for clause in cited:
            found[clause].add(
                next((name for begin, end, name in reversed(spans) if begin <= number <= end), "")
            )
    return found


def _spans(tree: ast.Module) -> list[tuple[int, int, str]]:
    """(first line, last line, name) of top-level functions, classes and assignments."""
    spans = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            spans.append((node.lineno, node.end_lineno or node.lineno, node.name))
    return spans


def unknown_citations() -> list[str]:
    """Citations in the source of a clause that is not in the table."""
    return [
        f"{path.relative_to(ROOT)}: {clause}"
        for path in sorted(SOURCE.rglob("*.py"))
        for clause in sorted(citations(path))
        if clause not in CLAUSES
    ]


def standards() -> str:
    """The text of docs/standards.md."""
    obeyed: dict[str, set[str]] = defaultdict(set)
    tested: dict[str, set[str]] = defaultdict(set)
    for path in sorted(SOURCE.rglob("*.py")):
        module = path.relative_to(SOURCE).with_suffix("").as_posix()
        for clause, names in citations(path).items():
            obeyed[clause] |= {f"{module}.{name}" if name else module for name in names}
    for path in sorted((ROOT / "tests").rglob("*.py")):
        if "docs" not in path.parts:
            for clause in citations(path):
                tested[clause].add(path.relative_to(ROOT / "tests").with_suffix("").as_posix())
    lines = [
        "# Clause, code, test",
        "",
        "Drawn by `tools/write_docs.py` from the citations in the code; do not edit. A clause without a test here is "
        "tested by files that do not name it.",
        "",
        "| clause | what | cited where it is obeyed | tests that cite it |",
        "|---|---|---|---|",
    ]
    for clause, what in CLAUSES.items():
        if obeyed[clause]:
            lines.append(f"| {clause} | {what} | {_listed(obeyed[clause])} | {_listed(tested[clause])} |")
    return "\n".join(lines) + "\n"


def _listed(names: set[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def lifecycle() -> str:
    """The table of transitions as markdown."""
    sys.path.insert(0, str(SOURCE.parent))
    from commonground.picture.lifecycle import NONE, TRANSITIONS

    alike: dict[str, list[str]] = {}
    for kind, table in TRANSITIONS.items():
        steps = "; ".join(
            f"{'nothing' if last == NONE else last} → {', '.join(sorted(following))}"
            for last, following in table.items()
            if following
        )
        alike.setdefault(steps, []).append(kind)
    lines = ["| kinds | what may follow what |", "|---|---|"]
    lines += [f"| {', '.join(kinds)} | {steps} |" for steps, kinds in alike.items()]
    return "\n".join(lines) + "\n"


def architecture() -> str:
    """ARCHITECTURE.md with its table drawn anew."""
    text = ARCHITECTURE.read_text("utf-8")
    head, _, rest = text.partition(BEGIN)
    return f"{head}{BEGIN}\n{lifecycle()}{END}{rest.partition(END)[2]}"


def phrase_book() -> dict[Path, str]:
    """What follows from the phrase book, drawn by the tool beside this one."""
    sys.path[:0] = [str(Path(__file__).parent)]
    found: dict[Path, str] = importlib.import_module("phrase_book").drawn()
    return found


def main(words: list[str]) -> int:
    drawn = {STANDARDS: standards(), ARCHITECTURE: architecture(), **phrase_book()}
    stale = [path for path, text in drawn.items() if not path.exists() or path.read_text("utf-8") != text]
    for clause in unknown_citations():
        print(f"no such clause in tools/write_docs.py: {clause}")
    for path in stale:
        print(f"{'stale' if '--check' in words else 'written'}: {path.relative_to(ROOT)}")
        if "--check" not in words:
            path.write_text(drawn[path], encoding="utf-8")
    return 1 if unknown_citations() or ("--check" in words and stale) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
