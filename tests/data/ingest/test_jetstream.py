"""What is NATS's own, with a real server: killed in every way, and asked for no more than can be stored."""

import subprocess
import sys
import time

import pytest
from sqlalchemy.exc import OperationalError

from dashboard.remembered import Grids
from data.ingest.streams import stream as streams
from data.ingest.streams.brokers import jetstream
from data.ingest.streams.taking import storing
from tests.broker import Nats, wait_until
from tests.conftest import ROOT
from tests.data.ingest.streaming import packed


@pytest.mark.parametrize("kind", [Nats])
def test_killed_between_commit_and_acknowledgement_everything_comes_again_as_duplicates(
        stream, broker, stored, settings, key, monkeypatch):
    monkeypatch.setattr(jetstream, "RESEND_SECONDS", 3.0)
    wanted = sorted(f"k-{i:03}" for i in range(200))
    with stream():
        pass  # the consumer stands at the server from here on
    broker.publish(*(packed(one) for one in wanted))
    command = [sys.executable, "-m", "tests.data.ingest.stream_alone", str(settings.data_dir), settings.database_url,
               broker.name, broker.url(), key, "stays"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as alone:
        committed = int(alone.stdout.readline())
        alone.kill()
    assert len(stored()) == committed > 0
    with stream() as counts:
        wait_until(lambda: counts.total() >= len(wanted))
        wait_until(lambda: broker.waiting() == (0, 0))
    assert counts == {"stored": len(wanted) - committed, "duplicate": committed, "rejected": 0}
    assert stored() == wanted


@pytest.mark.parametrize("kind", [Nats])
def test_a_server_killed_again_and_again_loses_and_doubles_nothing(stream, broker, stored, monkeypatch):
    monkeypatch.setattr(jetstream, "RESEND_SECONDS", 3.0)
    wanted = sorted(f"k-{i:04}" for i in range(900))
    with stream() as counts:
        for start in range(0, 900, 300):
            broker.publish(*(packed(one) for one in wanted[start:start + 300]), b"no json")
            broker.stop(at_once=True)
            broker.start()
        wait_until(lambda: counts["stored"] == len(wanted) and broker.waiting() == (0, 0))
    assert stored() == wanted
    # What was stored and not acknowledged when the server died came again, and was counted as what it is.
    assert counts["rejected"] >= 3
    assert counts.total() == counts["stored"] + counts["duplicate"] + counts["rejected"]


@pytest.mark.parametrize("kind", [Nats])
def test_no_more_is_asked_for_while_the_database_cannot_take_it(stream, broker, monkeypatch):
    broker.publish(*(packed(f"n-{i}") for i in range(1_200)))

    def failing(_reports):
        raise OperationalError("INSERT", {}, Exception("down"))

    with stream(store=failing) as counts:
        wait_until(lambda: broker.waiting()[0] > 0)
        time.sleep(1)
        out, left = broker.waiting()
    assert (out <= streams.MOST_LETTERS, out + left, counts.total()) == (True, 1_200, 0)


@pytest.mark.parametrize("kind", [Nats])
def test_a_subject_that_no_stream_keeps_is_told_about(stream, broker, caplog):
    with stream(wait=False, url=broker.url("another.>")):
        wait_until(lambda: "no stream there keeps another.>" in caplog.text)


@pytest.mark.parametrize("kind", [Nats])
def test_what_was_rejected_does_not_come_again(stream, broker, monkeypatch):
    monkeypatch.setattr(jetstream, "RESEND_SECONDS", 1.0)
    with stream() as counts:
        broker.publish(b"no json", packed("a"))
        wait_until(lambda: counts.total() == 2)
        wait_until(lambda: broker.waiting() == (0, 0))
        time.sleep(1.5)
    assert counts == {"stored": 1, "duplicate": 0, "rejected": 1}


@pytest.mark.parametrize("kind", [Nats])
def test_what_waits_for_the_database_is_not_sent_a_second_time_meanwhile(stream, broker, database, settings, key,
                                                                          monkeypatch):
    monkeypatch.setattr(jetstream, "RESEND_SECONDS", 1.5)
    monkeypatch.setattr(jetstream, "AT_IT_SECONDS", 0.3)
    store, until = storing(database, settings, Grids(database, settings).index, key), time.monotonic() + 4

    def failing(reports):
        if time.monotonic() < until:
            raise OperationalError("INSERT", {}, Exception("down"))
        return store(reports)

    with stream(store=failing) as counts:
        broker.publish(packed("a"), packed("b"))
        wait_until(lambda: counts.total() >= 2)
        time.sleep(1)
    assert counts == {"stored": 2, "duplicate": 0, "rejected": 0}
