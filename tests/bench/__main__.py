"""Prints the table of figures and writes it to var/bench.json."""

import sys

from tests import stand
from tests.bench import assignment, audit, bulk, deadlines, imports, ingest, live, screens, table
from tests.bench.table import Row


def main() -> int:
    """Measure everything, one after the other, on this machine; return 1 where a figure misses its goal by a fifth."""
    rows: list[Row] = [deadlines.per_second()]
    with stand.browser() as opened:
        rows += screens.first_screen(opened)
        with stand.folder() as data, stand.serving(data) as server:
            key = screens.make_key(data)
            page = stand.signed_in(opened, server, "dispatcher", screens.DESK)
            stand.wait_ready(page)
            rows.append(screens.drill(page))
            rows.append(screens.post_to_screen(page, server, key))
            rows.append(screens.restyle(page))
            page.context.close()
        if imports.is_there():
            with stand.folder() as data:
                imports.areas(data)
                rows.append(imports.requests(data))
                with stand.serving(data) as server:
                    rows += screens.cold_load(opened, server)
        else:
            print("the real New York files are not beside the project: two figures are left out")
    with stand.folder() as data:
        rows.append(audit.proven(data))
    rows += assignment.rows() + bulk.rows() + ingest.rows() + live.rows()
    print(table.show(rows))
    table.keep(rows, stand.ROOT / "var" / "bench.json")
    far_off = [row.name for row in rows if row.is_far_off]
    for name in far_off:
        print(f"MISSED by more than a fifth: {name}")
    return 1 if far_off else 0


if __name__ == "__main__":
    sys.exit(main())
