"""The thinker has due algorithms run in a process of their own, one at a time, and ends with the server."""

import time

from data import locks
from data.algorithms.thinker import HELD, Thinker


class Looking(Thinker):
    def _is_needed(self) -> bool:
        return True


def test_who_comes_second_finds_the_lock_held_and_begins_nothing(database, settings, city, monkeypatch):
    begun = []
    monkeypatch.setattr("data.algorithms.thinker.subprocess.Popen", lambda *given, **_: begun.append(given))
    with (settings.data_dir / HELD).open("wb") as held:
        assert locks.take(held.fileno())
        Thinker(database, settings)._think()
    assert begun == []


def test_a_server_that_ends_does_not_wait_for_what_is_being_thought(database, settings, city, monkeypatch):
    monkeypatch.setattr("data.algorithms.thinker.FIRST_SECONDS", 0.0)
    monkeypatch.setattr("data.algorithms.thinker.PROGRAM", "-c\nimport time; time.sleep(60)")
    thinker = Looking(database, settings)
    began = time.monotonic()
    thinker.start()
    time.sleep(0.2)
    thinker.stop()
    assert time.monotonic() - began < 5
