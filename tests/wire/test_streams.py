"""The server reads the stream beside everything else it does, and counts what became of it."""

import asyncio
from dataclasses import replace

import orjson
import pytest

import app
from data.people import sessions
from data.scope import Scope
from tests import cast
from tests.broker import MISSING, MOSQUITTO, Mosquitto, Nats
from tests.wire.test_events import event


@pytest.mark.parametrize("kind", [
    pytest.param(Mosquitto, id="mqtt", marks=pytest.mark.skipif(MOSQUITTO is None, reason=MISSING)),
    pytest.param(Nats, id="nats")])
def test_the_server_reads_the_stream_from_its_start_to_its_end(settings, database, city, tmp_path, kind):
    broker = kind(tmp_path / "broker")
    connected = f'yiping_stream_connected{{door="{broker.name}"}}'
    broker.start()
    with database.write(Scope.of_job("test")) as session:
        sessions.make_key(session, "sensors", ["events.write"], [""], cast.NOW)
    given = replace(settings, **{broker.name: broker.url(), f"{broker.name}_key": "sensors"})
    guard, center = app.build(given, database)

    async def live() -> None:
        said, answered = asyncio.Queue(), asyncio.Queue()
        running = asyncio.create_task(guard({"type": "lifespan", "asgi": {"version": "3.0"}}, said.get, answered.put))
        await said.put({"type": "lifespan.startup"})
        assert (await answered.get())["type"] == "lifespan.startup.complete"
        await until(lambda: f"{connected} 1\n" in center.measures.render())
        await asyncio.to_thread(broker.publish, orjson.dumps([event("a"), event("b"), event("a")]), b"{")
        await until(lambda: center.measures.value("yiping_events_total", door=broker.name, outcome="rejected") == 1)
        await said.put({"type": "lifespan.shutdown"})
        assert (await answered.get())["type"] == "lifespan.shutdown.complete"
        await running

    try:
        asyncio.run(live())
    finally:
        broker.stop()
    text = center.measures.render()
    for outcome, count in (("stored", 2), ("duplicate", 1), ("rejected", 1)):
        assert f'yiping_events_total{{door="{broker.name}",outcome="{outcome}"}} {count}\n' in text
    assert f"{connected} 0\n" in text


async def until(is_so) -> None:
    async with asyncio.timeout(30):
        while not is_so():
            await asyncio.sleep(0.02)
