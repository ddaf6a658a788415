"""A server process leaves signs of what it takes, and measures by how much its loop is late."""

import asyncio
import contextlib
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from dashboard import loop_lag
from dashboard.loop_lag import LoopLag
from dashboard.signing import Signs
from data.errors import DatabaseBusy
from data.platform import signs
from data.scope import Scope
from data.visit import reading


def test_it_leaves_a_sign_at_once_and_ends_when_it_is_told(center):
    one = Signs(center, LoopLag())
    one.start()
    deadline = time.monotonic() + 5
    found = []
    while not found and time.monotonic() < deadline:
        time.sleep(0.02)
        with reading(center.database, Scope.of_job("test"), center.settings) as visit:
            found = [dict(sign.facts) for sign in signs.living(visit)]
    one.stop()
    assert found[0]["threads"] >= 1
    assert found[0]["waiting_rows"] == 0
    assert found[0]["wait_ms"] >= 0
    assert "lag_ms" not in found[0]


@contextlib.contextmanager
def _busy(*_asked: object) -> Iterator[None]:
    raise DatabaseBusy
    yield


def test_a_database_that_others_hold_for_too_long_costs_a_sign_and_not_the_thread(center, monkeypatch, caplog):
    monkeypatch.setattr(signs, "EVERY", timedelta(milliseconds=20))
    one = Signs(center, LoopLag())
    with monkeypatch.context() as held:
        held.setattr(center.database, "write", _busy)
        one.start()
        deadline = time.monotonic() + 5
        while "no sign" not in caplog.text and time.monotonic() < deadline:
            time.sleep(0.02)
        assert "no sign" in caplog.text
    deadline, found = time.monotonic() + 5, []
    while not found and time.monotonic() < deadline:
        time.sleep(0.02)
        with reading(center.database, Scope.of_job("test"), center.settings) as visit:
            found = signs.living(visit)
    one.stop()
    assert found


def test_a_loop_that_is_held_up_is_late(monkeypatch):
    monkeypatch.setattr(loop_lag, "NAP_SECONDS", 0.01)
    lag = LoopLag()

    async def hold_up() -> None:
        watching = asyncio.create_task(lag.watch())
        await asyncio.sleep(0.03)
        time.sleep(0.08)
        await asyncio.sleep(0.03)
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching

    asyncio.run(hold_up())
    assert lag.said()["lag_worst_ms"] == pytest.approx(75, abs=40)
