"""`python app.py recount`: 0 every count was right, 1 some were not and are right now."""

import contextlib
import sqlite3

from tests import cast


def test_counts_that_were_kept_are_right(run, city, write):
    with write() as visit:
        cast.open_case(visit)
    assert run("recount") == (0, ["every count was right"], "")


def test_a_wrong_count_is_put_right(run, city, write, tmp_path):
    with write() as visit:
        cast.open_case(visit)
    with contextlib.closing(sqlite3.connect(tmp_path / "yiping.db", isolation_level=None)) as connection:
        connection.execute("UPDATE rollups SET received = 5 WHERE area_code = '9901'")
    assert run("recount") == (1, ["1 counts were wrong and are right now"], "")
    assert run("recount")[0] == 0
