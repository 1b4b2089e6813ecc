"""Write the cases, or compare everybody on them.

    python -m tools.oracle write      vectors/volumes, the files that begin with `contact_`
    python -m tools.oracle compare    docs/exactness.md; minutes

The comparison uses what there is: spherely (`pip install -e '.[oracle]'`) and PostGIS (Debian's
`postgresql-15-postgis-3`) are left out, and named, where they are not installed.
"""

from __future__ import annotations

import argparse

from .compare import compare_all, ladder_files
from .files import write_files
from .methods.postgis import programs
from .methods.spherely_sphere import spherely_sphere
from .page import in_all, write_page


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.oracle", description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("write", "compare"))
    if parser.parse_args().what == "write":
        write_files()
        return
    if spherely_sphere() is None:
        print("left out: spherely (not installed)")
    if programs() is None:
        print("left out: PostGIS (not installed)")
    results = compare_all()
    for result in results:
        print(result.name, in_all(result))
    write_page(results, sum(map(len, ladder_files().values())))


if __name__ == "__main__":
    main()
