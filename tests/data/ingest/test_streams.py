"""Events over MQTT and NATS, with real brokers: acknowledged after the commit, none lost, none doubled, sums exact."""

import contextlib
import logging
import subprocess
import sys

import orjson
import pytest
from sqlalchemy import select
from sqlalchemy.exc import DataError, OperationalError

from dashboard.remembered import Grids
from data.cases.intake import Outcome
from data.ingest.streams import message
from data.ingest.streams import stream as streams
from data.ingest.streams.brokers import jetstream
from data.ingest.streams.message import FAULTS, LARGEST_BYTES, read_message
from data.ingest.streams.reader import readers
from data.ingest.streams.rejects import Rejects
from data.ingest.streams.stream import discover
from data.ingest.streams.taking import storing, take_in
from data.models.case import Case, CaseEvent
from data.people import sessions
from data.storage import changes
from tests import cast
from tests.broker import Mosquitto, Nats, wait_until
from tests.conftest import ROOT
from tests.data.ingest.streaming import event, kept, letter, needs_broker, packed


@needs_broker
def test_an_event_is_a_case_of_the_key_and_the_same_again_is_not_a_second(stream, broker, database, job):
    with stream() as counts:
        broker.publish(packed("a"))
        wait_until(lambda: counts["stored"] == 1)
        broker.publish(packed("a"), orjson.dumps([event("a"), event("b"), event("b")]))
        wait_until(lambda: counts.total() == 5)
    assert counts == {"stored": 2, "duplicate": 3, "rejected": 0}
    with database.read(job) as session:
        case = session.scalars(select(Case).where(Case.event_id == "a")).one()
        first = session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id)).one()
    assert (case.area_code, case.state, case.text) == (cast.grid_code(0, 0), "reported", "路口有垃圾")
    assert (first.person, first.by_name) == ("key:sensors", "sensors")


@needs_broker
def test_a_bad_message_is_kept_with_its_reason_and_holds_nothing_up(stream, broker, stored, settings):
    bad = {b"{": "unreadable_json", b"\xff\xfe": "unreadable_json", b"[]": "batch_size", b"": "unreadable_json",
           b"[" * 40 + b"]" * 40: "too_deep", b" " * (LARGEST_BYTES + 1): "too_large", b"5": "unreadable_row",
           b"[" + b"1," * 1_000 + b"1]": "batch_size", packed("c", spot=(9, 9)): "outside_every_area",
           packed("d", text=""): "no_text", packed("h", occurred_at="2036-03-18T09:50:00+08:00"): "in_the_future"}
    with stream() as counts:
        broker.publish(packed("first"), *bad, orjson.dumps([event("e"), event("f", severity=9), event("g")]),
                       packed("last"), topic=broker.topic("city", "events", "桥"))
        wait_until(lambda: counts.total() == len(bad) + 5)
    assert counts == {"stored": 4, "duplicate": 0, "rejected": len(bad) + 1}
    assert stored() == ["e", "first", "g", "last"]
    lines = kept(settings)
    assert [one["code"] for one in lines] == [*bad.values(), "bad_severity"]
    assert {one["topic"] for one in lines} == {broker.topic("city", "events", "桥")}
    assert all(one["at"] and one["message"] == FAULTS[one["code"]] for one in lines)
    assert orjson.loads(lines[-1]["payload"])["event_id"] == "f"
    assert all(len(one["payload"]) <= message.EXCERPT_CHARACTERS for one in lines)
    assert Rejects(settings.data_dir).path().stat().st_mode & 0o077 == 0


@needs_broker
def test_a_reader_killed_before_its_commit_loses_and_doubles_nothing(stream, broker, stored, settings, database, job,
                                                                     key, monkeypatch):
    monkeypatch.setattr(jetstream, "RESEND_SECONDS", 3.0)
    wanted = sorted(f"k-{i:03}" for i in range(100))
    with stream():
        pass  # the session stands at the broker from here on
    command = [sys.executable, "-m", "tests.data.ingest.stream_alone", str(settings.data_dir), settings.database_url,
               broker.name, broker.url(), key]
    with database.write(job) as session:
        changes.draw(session, "intake", 0)  # nobody else can store now
        broker.publish(*(packed(one) for one in wanted))
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as alone:
            assert int(alone.stdout.readline()) > 0
            alone.kill()
    assert stored() == []
    with stream() as counts:
        wait_until(lambda: counts.total() == len(wanted))
    assert (counts["stored"], stored()) == (len(wanted), wanted)
    with stream() as counts:
        broker.publish(packed("after"))
        wait_until(lambda: counts.total() > 0)
    assert counts == {"stored": 1, "duplicate": 0, "rejected": 0}  # what was acknowledged does not come again


@needs_broker
def test_a_database_that_is_down_keeps_events_waiting_at_the_broker(stream, broker, stored, database, settings,
                                                                            key):
    store, fails = storing(database, settings, Grids(database, settings).index, key), [3]

    def failing(reports):
        if fails[0]:
            fails[0] -= 1
            raise OperationalError("INSERT", {}, Exception("down"))
        return store(reports)

    with stream(store=failing) as counts:
        broker.publish(packed("a"), packed("b"))
        wait_until(lambda: counts.total() == 2)
    assert (fails, stored()) == ([0], ["a", "b"])


@needs_broker
def test_a_broker_that_starts_anew_is_found_again(stream, broker, stored):
    with stream() as counts:
        broker.publish(packed("before"))
        wait_until(lambda: counts["stored"] == 1)
        broker.stop()
        broker.start()
        broker.publish(packed("after"))
        wait_until(lambda: counts["stored"] == 2)
    broker.publish(packed("while nobody reads"))
    broker.stop()
    broker.start()
    with stream() as counts:
        wait_until(lambda: counts["stored"] == 1)
    assert stored() == ["after", "before", "while nobody reads"]


@needs_broker
def test_the_broker_may_be_absent_at_the_start(stream, broker, caplog):
    broker.stop()
    with stream(wait=False) as counts:
        wait_until(lambda: f"events over {broker.name.upper()}: " in caplog.text)
        broker.start()
        wait_until(lambda: "read again" in caplog.text)
        broker.publish(packed("a"))
        wait_until(lambda: counts["stored"] == 1)


@needs_broker
def test_two_processes_take_turns(stream, broker, stored):
    leaving = contextlib.ExitStack()
    first = leaving.enter_context(stream())
    with stream(wait=False) as second:
        broker.publish(packed("a"))
        wait_until(lambda: first["stored"] == 1)
        assert second.total() == 0
        leaving.close()
        broker.publish(packed("b"))
        wait_until(lambda: second["stored"] == 1)
    assert stored() == ["a", "b"]


@needs_broker
def test_many_events_are_stored_exactly_once_each(stream, broker, stored):
    each = [packed(f"n-{i}") for i in range(1_500)]
    with stream() as counts:
        broker.publish(*each, *each[:300], *[b"no json"] * 200)
        wait_until(lambda: counts.total() == 2_000)
    assert counts == {"stored": 1_500, "duplicate": 300, "rejected": 200}
    assert len(stored()) == 1_500


@needs_broker
@pytest.mark.parametrize(("name", "may", "words"), [
    ("poor", ["cases.read"], "may not post events: it lacks events.write"),
    ("gone", ["events.write"], "there is no key 'gone' in force"),
    ("none", None, "there is no key 'none' in force"),
])
def test_a_key_that_may_not_is_refused_in_one_sentence(stream, database, job, caplog, name, may, words):
    with database.write(job) as session:
        if may:
            sessions.make_key(session, name, may, [""], cast.NOW)
        sessions.revoke_key(session, "gone", cast.NOW)
    with stream(wait=False, by=name):
        wait_until(lambda: words in caplog.text)
    assert [record.levelno for record in caplog.records].count(logging.ERROR) == 1


@needs_broker
def test_a_key_revoked_while_it_reads_stores_nothing_more(stream, broker, stored, database, job, key, caplog):
    with stream() as counts:
        broker.publish(packed("a"))
        wait_until(lambda: counts["stored"] == 1)
        with database.write(job) as session:
            sessions.revoke_key(session, key, cast.NOW)
        broker.publish(packed("b"))
        wait_until(lambda: "there is no key 'sensors' in force" in caplog.text)
    assert (counts.total(), stored()) == (1, ["a"])


@needs_broker
def test_a_key_of_one_district_stores_nothing_elsewhere(stream, broker, stored, database, job, settings):
    with database.write(job) as session:
        sessions.make_key(session, "west", ["events.write"], [cast.WEST_DISTRICT], cast.NOW)
    with stream(by="west") as counts:
        broker.publish(packed("in"), packed("out", spot=(2.5, 0.5)))
        wait_until(lambda: counts.total() == 2)
    assert (stored(), [one["code"] for one in kept(settings)]) == (["in"], ["area_not_allowed"])


@needs_broker
def test_a_broker_that_refuses_us_is_told_about_without_the_password(stream, tmp_path, caplog, kind):
    (tmp_path / "nobody").touch(mode=0o600)
    closed = (Nats(tmp_path / "closed", "--user", "city", "--pass", "other") if kind is Nats else Mosquitto(
        tmp_path / "closed", "allow_anonymous false", f"password_file {tmp_path / 'nobody'}"))
    closed.start()
    try:
        with stream(wait=False, url=closed.url(user="city:hush@")):
            refusal = "Authorization" if kind is Nats else "the broker refuses the connection"
            wait_until(lambda: refusal in caplog.text)
    finally:
        closed.stop()
    assert "hush" not in caplog.text


def test_one_message_the_database_refuses_does_not_take_others_with_it(tmp_path):
    def receive(reports):
        if any(report.event_id == "poison" for report in reports):
            raise DataError("INSERT", {}, Exception("out of range"))
        return Outcome(stored=[(i, "") for i in range(len(reports))])

    names = [f"n-{i}" for i in range(6)] + ["poison"] + [f"m-{i}" for i in range(6)]
    rejects = Rejects(tmp_path)
    tally = take_in([read_message(letter(packed(one))) for one in names], receive, rejects)
    assert (tally.received, tally.stored, tally.duplicate, tally.rejected) == (13, 12, 0, 1)
    found = orjson.loads(rejects.path().read_bytes())
    assert (found["code"], orjson.loads(found["payload"])["event_id"]) == ("not_storable", "poison")


def test_a_line_torn_by_a_crash_spoils_no_other(tmp_path):
    rejects = Rejects(tmp_path)
    rejects.path().write_bytes(b'{"torn')
    rejects.keep([("t", "no_text", "x"), ("t", "no_text", "y")])
    assert [orjson.loads(one)["payload"] for one in rejects.path().read_bytes().splitlines()[1:]] == ["x", "y"]


def test_without_a_broker_nothing_reads(settings):
    assert readers(None, settings, None, None) == ()
    assert streams.MOST_LETTERS == 500


def test_each_kind_of_broker_is_found_by_its_file():
    assert [one.name for one in discover()] == ["nats", "mqtt"]


def test_reading_one_sound_event_keeps_what_came():
    found = read_message(letter(packed("a")))
    assert (found.received(), found.fault, found.reports[0].event_id) == (1, "", "a")
    assert orjson.loads(found.texts[0]) == event("a")
