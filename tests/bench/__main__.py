"""Prints the table of figures and writes it to var/bench.json; with --full what takes long is measured, too.

One file of this folder is one subject: `rows()` returns its figures, and `IS_LONG = True` says that it is only
measured with --full. A file that fails says so, and the others go on.
"""

import importlib
import pkgutil
import sys
import time
import traceback
from collections.abc import Iterator

import tests.bench
from tests import stand
from tests.bench import table
from tests.bench.table import Row


def main(*, is_full: bool) -> int:
    """Measure one subject after the other; return 1 where one fails or a figure misses its goal by a fifth."""
    rows: list[Row] = []
    failed: list[str] = []
    for name in subjects():
        began = time.monotonic()
        try:
            module = importlib.import_module(name)
            if not hasattr(module, "rows") or (getattr(module, "IS_LONG", False) and not is_full):
                continue
            rows += list(module.rows())
        except Exception:
            traceback.print_exc()
            failed.append(name)
        print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)
    print(table.show(rows))
    table.keep(rows, stand.ROOT / "var" / "bench.json")
    for name in failed:
        print(f"FAILED, no figures: {name}")
    far_off = [row.name for row in rows if row.is_far_off]
    for name in far_off:
        print(f"MISSED by more than a fifth: {name}")
    return 1 if far_off or failed else 0


def subjects() -> Iterator[str]:
    """Yield the full name of every file here that may measure something."""
    for found in pkgutil.iter_modules(tests.bench.__path__, "tests.bench."):
        if not found.name.rpartition(".")[2].startswith(("test_", "_")):
            yield found.name


if __name__ == "__main__":
    sys.exit(main(is_full="--full" in sys.argv[1:]))
