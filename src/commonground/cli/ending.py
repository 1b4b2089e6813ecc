"""How a command ends: exit codes, and errors as one line that says what was found, where, and what was expected.

0   done, also when something was met
1   something does not hold: a broken log, a refused row, a feature that could not be read
2   the command or a file could not be understood, or this may not be done
3   something was met, where --fail-on-hit asked for it
130 stopped by the keyboard
"""

from __future__ import annotations

import sys
import traceback

from ..errors import CommongroundError, Corrupt, Refused, Unavailable, Untrusted

DONE, BROKEN, NOT_UNDERSTOOD, MET, STOPPED = 0, 1, 2, 3, 130


class Ending(Exception):
    """A command that has printed all it has to say leaves with this code."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(str(code))


def code_of(error: BaseException) -> int:
    """The exit code of an error."""
    if isinstance(error, Ending):
        return error.code
    if isinstance(error, KeyboardInterrupt):
        return STOPPED
    return BROKEN if isinstance(error, Untrusted | Corrupt) else NOT_UNDERSTOOD


def explain(error: BaseException) -> str:
    """One line for a person: whose fault it is, the field, what was expected, the rule."""
    match error:
        case Refused():
            where = f"{error.field}: " if error.field else ""
            rule = f" ({error.clause})" if error.clause else ""
            return f"refused: {where}{error.reason}{rule}"
        case Untrusted():
            return f"does not hold: {error}"
        case Corrupt():
            return f"this store is damaged: {error}"
        case Unavailable():
            return f"not available: {error}"
        case OSError():
            return f"{error.filename or 'file'}: {error.strerror or error}"
        case _:
            return f"{type(error).__name__}: {error}"


def end_with(error: BaseException, *, debug: bool) -> int:
    """Print an error (with `debug` the traceback) and give the exit code."""
    if isinstance(error, Ending):
        return error.code
    if debug:
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, KeyboardInterrupt):
        print("stopped", file=sys.stderr)
        return STOPPED
    known = isinstance(error, CommongroundError | OSError)
    print(f"commonground: {explain(error)}", file=sys.stderr)
    if not known and not debug:
        print("this is a fault of the program; --debug shows where", file=sys.stderr)
    return code_of(error)
