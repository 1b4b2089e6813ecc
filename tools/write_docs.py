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
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "commonground"
STANDARDS, ARCHITECTURE = ROOT / "docs" / "standards.md", ROOT / "ARCHITECTURE.md"
BEGIN, END = "<!-- lifecycle -->", "<!-- /lifecycle -->"

sys.path[:0] = [str(Path(__file__).parent)]
_DRONES: Any = importlib.import_module("drone_clauses")
CLAUSES: dict[str, str] = {
    **_DRONES.DONE,
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
    "RFC 7617": "HTTP Basic",
    "RFC 7946": "GeoJSON",
    "RFC 8414": "metadata of an authority for tokens",
    "RFC 8032": "Ed25519 signatures",
    "RFC 8725": "the key decides the algorithm of a token",
    "RFC 8785": "canonical JSON",
    "RFC 9110": "HTTP: what a client takes, when a server asks to be asked again",
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
    "R19": "graded information reports, opinions, requests for information",
    "S1": "fields of a site",
    "S2": "fields of a notice",
    "S7": "fields of an information report, and how precise one may be",
}
_CITED = re.compile(
    r"F(?:3548-21|3411-22a) (?:[A-Z]{3,4}\d{4}(?:,[A-Za-z0-9][A-Za-z0-9-]*)*|[a-z]+[A-Z][A-Za-z]+)"
    r"|\bRFC \d{4}|C2SP [a-z]+-[a-z]+|\bT-\d+\b|(?<=[(\"])[RS]\d+(?=[)\",;])|\bsection 8\b"
    r"|clause=\"limits\""
)
_LETTERS = re.compile(r"([a-z])-([a-z])$")
_SPEC_ALONE = re.compile(r"\btlog-(?:checkpoint|cosignature|proof|tiles|witness)\b|\bsigned-note\b")


def citations(path: Path) -> dict[str, set[str]]:
    """Clause -> names of the functions or classes of a module that cite it ("" for the module itself)."""
    text = path.read_text("utf-8")
    spans = sorted(_spans(ast.parse(text)))
    found: dict[str, set[str]] = defaultdict(set)
    for number, line in enumerate(text.splitlines(), 1):
        cited = {one.removeprefix('clause="').rstrip('"') for one in _CITED.findall(line)}
        cited |= {f"C2SP {one}" for one in _SPEC_ALONE.findall(line)}
        for clause in (each for one in cited for each in _each(one)):
            found[clause].add(
                next((name for begin, end, name in reversed(spans) if begin <= number <= end), "")
            )
    return found


def _each(clause: str) -> list[str]:
    """A citation of several letters (`...,1a-d`) as one of each."""
    found = _LETTERS.search(clause)
    if found is None:
        return [clause]
    letters = range(ord(found[1]), ord(found[2]) + 1)
    return [f"{clause[: found.start()]}{chr(letter)}" for letter in letters]


def _spans(tree: ast.Module) -> list[tuple[int, int, str]]:
    """(first line, last line, name) of top-level functions and classes, and of methods."""
    spans = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            spans.append((node.lineno, node.end_lineno or node.lineno, node.name))
        for inner in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                spans.append((inner.lineno, inner.end_lineno or inner.lineno, f"{node.name}.{inner.name}"))
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
    obeyed = _cited(SOURCE, SOURCE.rglob("*.py"))
    tested = _cited(
        ROOT / "tests", (one for one in (ROOT / "tests").rglob("*.py") if "docs" not in one.parts)
    )
    files = {clause: {one.partition(".")[0] for one in names} for clause, names in tested.items()}
    flights = [one for one in _DRONES.DONE if one.startswith("F3548")]
    drones = [one for one in _DRONES.DONE if one.startswith("F3411")]
    others = [one for one in CLAUSES if one not in _DRONES.DONE and obeyed[one]]
    lines = ["# Clause, code, test", "", *_INTRODUCTION]
    lines += ["", "## Drone traffic (ASTM F3548-21)", "", *_table(flights, obeyed, tested)]
    lines += [
        "",
        "## Remote identification (ASTM F3411-22a and F3411-19)",
        "",
        *_table(drones, obeyed, tested),
    ]
    lines += ["", "## Requirements of drone traffic that are somebody else's, or not held here", ""]
    lines += ["| standard | requirements | why |", "|---|---|---|"]
    lines += [f"| {one} | {ids.replace(' ', ', ')} | {why} |" for one, ids, why in _DRONES.ELSEWHERE]
    lines += ["", "## Everything else", "", *_table(others, obeyed, defaultdict(set, files))]
    return "\n".join(lines) + "\n"


_INTRODUCTION = (
    "Drawn by `tools/write_docs.py` from the citations in the code; do not edit. A clause without a test here is "
    "tested by files that do not name it.",
    "",
    "Requirements of drone traffic bear the ids of the public test catalogue of InterUSS; what each is about is said "
    "in our words, as far as its scenarios tell. Every one of the catalogue stands here: with its function and its "
    "test, or with the reason why there is none. Those that are about several instances of a DSS are held "
    "on the one that there is.",
)


def _cited(root: Path, paths: Iterable[Path]) -> dict[str, set[str]]:
    """Clause -> module, with the name of the function or class that cites it where there is one."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(paths):
        module = path.relative_to(root).with_suffix("").as_posix()
        for clause, names in citations(path).items():
            found[clause] |= {f"{module}.{name}" if name else module for name in names}
    return found


def _table(clauses: list[str], obeyed: dict[str, set[str]], tested: dict[str, set[str]]) -> list[str]:
    head = ["| clause | what | cited where it is obeyed | tests that cite it |", "|---|---|---|---|"]
    return head + [
        f"| {_labelled(one)} | {CLAUSES[one]} | {_listed(obeyed[one])} | {_listed(tested[one])} |"
        for one in clauses
    ]


def _labelled(clause: str) -> str:
    """A clause, and that the older version of its standard has it too."""
    standard, _, id = clause.partition(" ")
    return f"F3411-22a and -19 {id}" if standard == "F3411-22a" and id in _DRONES.IN_BOTH else clause


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
