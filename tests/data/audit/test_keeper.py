"""The keeper: anchors when it is due, once among several processes, and never holds anybody up."""

import logging
import time
from datetime import timedelta

import pytest

from data import clock
from data.audit import keeper as keeping
from data.audit.anchor import Anchor
from data.audit.keeper import Keeper
from tests import cast


@pytest.fixture
def at(monkeypatch):
    """Return a function that sets the machine's clock to a moment after cast.NOW."""
    def turn(**ahead: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: cast.NOW + timedelta(**ahead))

    turn()
    return turn


@pytest.fixture
def keeper(database, anchor):
    return Keeper(database, anchor)


def anchored(anchor: Anchor) -> list[int]:
    return [line.seq for line in anchor.lines()]


def test_an_empty_trail_has_no_end(keeper, anchor, at):
    keeper.look()
    assert not anchor.path.exists()


def test_the_first_record_is_anchored_and_the_next_after_five_minutes(fill, keeper, anchor, at, prove):
    fill(1)
    keeper.look()
    fill(1)
    at(minutes=4)
    keeper.look()
    assert anchored(anchor) == [1]
    at(minutes=5)
    keeper.look()
    keeper.look()
    assert anchored(anchor) == [1, 2]
    assert prove().is_sound()


def test_a_thousand_records_do_not_wait(fill, keeper, anchor, at):
    fill(1)
    keeper.look()
    fill(1_000)
    keeper.look()
    assert anchored(anchor) == [1, 1_001]


def test_after_a_long_silence_the_next_record_is_anchored_at_once(fill, keeper, anchor, at):
    fill(1)
    keeper.look()
    at(hours=1)
    keeper.look()
    fill(1)
    keeper.look()
    assert anchored(anchor) == [1, 2]


def test_of_two_processes_one_anchors(fill, database, anchor, at):
    first, second = Keeper(database, anchor), Keeper(database, anchor)
    fill(1)
    for one in (first, second):
        one.look()
    fill(1)
    at(minutes=6)
    for one in (second, first):
        one.look()
    assert anchored(anchor) == [1, 2]


def test_a_server_that_stops_anchors_what_is_left(fill, keeper, anchor, monkeypatch):
    monkeypatch.setattr(keeping, "LOOK_SECONDS", 0.01)
    fill(1)
    keeper.start()
    until = time.monotonic() + 20
    while not anchor.path.exists() and time.monotonic() < until:
        time.sleep(0.01)
    fill(1)
    keeper.stop()
    assert anchored(anchor) == [1, 2]
    keeper.look(is_last=True)
    assert anchored(anchor) == [1, 2], "what is anchored is not anchored again"


def test_a_command_anchors_after_its_commit(database, fill, keeper, anchor, at):
    database.on_commit(keeper.look)
    fill(3)
    assert anchored(anchor) == [3]


def test_a_file_that_cannot_be_written_is_told_once_a_minute_and_tried_again(fill, database, tmp_path, at, caplog):
    away = Anchor(tmp_path / "mount" / "audit.anchor")
    keeper = Keeper(database, away)
    fill(1)
    with caplog.at_level(logging.WARNING):
        keeper.look()
        keeper.look()
    assert len(caplog.records) == 1
    away.path.parent.mkdir()
    at(minutes=2)
    keeper.look()
    assert anchored(away) == [1]


def test_a_database_that_does_not_answer_is_told_and_tried_again(fill, keeper, anchor, at, database, caplog):
    fill(1)

    def fail(_scope):
        raise keeping.UNAVAILABLE[0]("SELECT 1", {}, Exception("gone"))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "read", fail)
        keeper.look()
    assert "not anchored" in caplog.text
    at(minutes=2)
    keeper.look()
    assert anchored(anchor) == [1]
