"""How syncs are told from system calls, and what both databases promise about them."""

import pytest

from tests.faults.served import opened
from tests.faults.synced import unsynced

WRITE = "7 pwrite64(5</var/yiping.db-wal>, \"x\"..., 24, 0) = 24"
SYNC = "7 fdatasync(5</var/yiping.db-wal>) = 0"
ANSWER = '8 sendto(9<socket:[1]>, "HTTP/1.1 200 OK\\r\\n"..., 300, 0, NULL, 0) = 300'


def test_an_answer_after_write_and_sync_is_sound():
    halves = ["7 fdatasync(5</var/yiping.db-wal> <unfinished ...>", "7 <... fdatasync resumed>) = 0"]
    assert list(unsynced([WRITE, SYNC, ANSWER, WRITE, *halves, ANSWER], 2)) == []


@pytest.mark.parametrize("calls", [[WRITE, ANSWER], [WRITE, ANSWER, SYNC], [SYNC, WRITE, ANSWER], [SYNC, ANSWER],
                                   [WRITE, SYNC.replace("7 ", "6 ", 1), ANSWER],
                                   [WRITE, SYNC.replace("= 0", "= -1 EIO (Input/output error)"), ANSWER]])
def test_an_answer_without_would_be_seen(calls):
    assert list(unsynced(calls, 1)) == ["answer 1 left before what it says was synced"]


def test_sqlite_syncs_every_commit(bare_url, tmp_path):
    with opened(tmp_path, bare_url) as database, database.writer.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


@pytest.mark.parametrize("backend", ["postgresql"])
@pytest.mark.parametrize("name", ["synchronous_commit", "full_page_writes"])
def test_no_connection_of_ours_lets_postgresql_be_careless(bare_url, tmp_path, name):
    with opened(tmp_path, bare_url) as database, database.writer.connect() as connection:
        assert connection.exec_driver_sql(f"SHOW {name}").scalar() == "on"
