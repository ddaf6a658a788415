"""The change log has no gaps: not under concurrent writers, not after a rollback, not for a reader in between."""

import contextlib
import threading

import pytest
from sqlalchemy import select

from data.errors import Conflict
from data.models.change import Change
from data.storage import changes
from tests import cast

WRITERS, ROUNDS = 4, 12


def note(key: str) -> changes.Note:
    return changes.Note(kind="case", key=key, area_code="9901", body={"no": key})


def test_a_note_is_a_line_with_the_next_number(database, job):
    with database.write(job) as session:
        assert changes.last_seq(session) == 0
        assert changes.oldest_seq(session) == 0
        assert changes.record(session, [note("a"), note("b")], cast.NOW) == 2
        assert changes.record(session, [], cast.NOW) == 2
        assert changes.record(session, [note("c")], cast.NOW) == 3
    with database.read(job) as session:
        assert (changes.oldest_seq(session), changes.last_seq(session)) == (1, 3)
        lines = changes.since(session, 1)
        assert [(line.seq, line.key, line.body, line.at) for line in lines] == [
            (2, "b", {"no": "b"}, cast.NOW), (3, "c", {"no": "c"}, cast.NOW)]
        assert [line.seq for line in changes.since(session, 0, limit=2)] == [1, 2]
        assert changes.since(session, 3) == []


def test_numbers_are_drawn_in_one_piece_per_name(database, job):
    with database.write(job) as session:
        assert changes.draw(session, "x", 5) == 1
        assert changes.draw(session, "x") == 6
        assert changes.draw(session, "y", 3) == 1
        assert changes.draw(session, "x", 0) == 7, "drawing none only takes the counter's lock"
        assert changes.draw(session, "x") == 7


def test_a_rollback_gives_its_numbers_back(database, job):
    with database.write(job) as session:
        changes.record(session, [note("a")], cast.NOW)
    with pytest.raises(Conflict), database.write(job) as session:
        assert changes.record(session, [note("b"), note("c")], cast.NOW) == 3
        raise Conflict
    with database.write(job) as session:
        assert changes.record(session, [note("d")], cast.NOW) == 2


def write_and_fail(database, job, name: int) -> None:
    """Write in rounds of one to three lines; every fourth round is rolled back."""
    for number in range(ROUNDS):
        with contextlib.suppress(Conflict), database.write(job) as session:
            changes.record(session, [note(f"{name}-{number}")] * (1 + number % 3), cast.NOW)
            if number % 4 == 3:
                raise Conflict


def numbers(database, job) -> list[int]:
    with database.read(job) as session:
        return list(session.scalars(select(Change.seq).order_by(Change.seq)))


def watch(database, job, done: threading.Event, looks: list[list[int]]) -> None:
    while not done.is_set():
        looks.append(numbers(database, job))


def test_concurrent_writers_and_rollbacks_leave_no_gap_at_any_moment(database, job):
    looks, done = [], threading.Event()
    writers = [threading.Thread(target=write_and_fail, args=(database, job, name)) for name in range(WRITERS)]
    watcher = threading.Thread(target=watch, args=(database, job, done, looks))
    for thread in [watcher, *writers]:
        thread.start()
    for thread in writers:
        thread.join(timeout=60)
    done.set()
    watcher.join(timeout=10)

    lines = sum(1 + number % 3 for number in range(ROUNDS) if number % 4 != 3) * WRITERS
    assert numbers(database, job) == list(range(1, lines + 1))
    assert all(seen == list(range(1, len(seen) + 1)) for seen in looks)
    assert len({len(seen) for seen in looks}) > 3, "the watcher looked while the writers wrote"


def test_rows_too_old_for_any_screen_are_removed_and_the_newest_stay(write, monkeypatch):
    monkeypatch.setattr(changes, "KEEP_ROWS", 100)
    monkeypatch.setattr(changes, "PRUNE_EVERY", 50)
    notes = [changes.Note(kind="unit", key="U", area_code="9901") for _ in range(30)]
    for _ in range(20):
        with write() as visit:
            changes.record(visit.session, notes, visit.now)
    with write() as visit:
        assert changes.last_seq(visit.session) == 600
        assert 100 <= 600 - changes.oldest_seq(visit.session) + 1 <= 180
