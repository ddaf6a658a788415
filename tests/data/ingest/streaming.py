"""Events as brokers bring them, for the tests of streams."""

import orjson
import pytest

from data.ingest.streams.rejects import Rejects
from data.ingest.streams.stream import Letter
from tests import cast
from tests.broker import MISSING, MOSQUITTO, Mosquitto, Nats

needs_broker = pytest.mark.parametrize("kind", [
    pytest.param(Mosquitto, id="mqtt", marks=pytest.mark.skipif(MOSQUITTO is None, reason=MISSING)),
    pytest.param(Nats, id="nats")])


def event(event_id, spot=(0.5, 0.5), **changes):
    lon, lat = cast.at(*spot)
    return {"source": "sensor", "event_id": event_id, "occurred_at": "2026-03-18T09:50:00+08:00", "category": "0101",
            "text": "路口有垃圾", "lon": lon, "lat": lat, **changes}


def packed(event_id, **changes):
    return orjson.dumps(event(event_id, **changes))


def letter(payload):
    return Letter(topic="t", payload=payload, receipt=None)


def kept(settings):
    """Return what stands in the file of rejected events, oldest first."""
    path = Rejects(settings.data_dir).path()
    return [orjson.loads(one) for one in path.read_bytes().splitlines()] if path.exists() else []
