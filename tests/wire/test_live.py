"""The live feed over real sockets: who hears what, and how a connection ends."""

import contextlib
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from dashboard.center import Center
from dashboard.live_hub import Hub
from data import clock, visit
from data.cases import workflow
from data.models.person import Person
from data.people import sessions
from data.scope import ROLES, Scope
from data.storage import changes
from data.storage.database import Database
from tests import cast
from tests.wire.live_stage import QUICK, Stage, hear, hear_until, staged, wait_until

Opener = Callable[..., Any]


@pytest.fixture
def stage(center: Center) -> Iterator[Stage]:
    """Yield a running feed whose clock stands at the tests' moment."""
    with staged(center, Hub(center, pace=QUICK, now=lambda: cast.NOW)) as stage:
        yield stage


@pytest.fixture
def token(database: Database, city: Any) -> Callable[[Scope], str]:
    """Return a function that signs one of the cast in and returns their token."""
    def sign_in(who: Scope) -> str:
        with database.write(Scope.of_job("test")) as session:
            return sessions.begin(session, session.get_one(Person, who.person), clock.now())

    return sign_in


@pytest.fixture
def key(database: Database, city: Any) -> Callable[..., str]:
    """Return a function that makes a program's key."""
    def make(name: str, *may: str, areas: tuple[str, ...] = ("",)) -> str:
        with database.write(Scope.of_job("test")) as session:
            return sessions.make_key(session, name, list(may), list(areas), clock.now())

    return make


def status_of(connecting: Callable[[], ClientConnection]) -> tuple[int, str]:
    with pytest.raises(InvalidStatus) as refused:
        connecting()
    return refused.value.response.status_code, json.loads(refused.value.response.body or b"")["error"]["code"]


def close_code(connection: ClientConnection) -> int | None:
    with contextlib.suppress(ConnectionClosed):
        while True:
            connection.recv(timeout=10)
    return connection.close_code


def test_it_greets_and_then_shows_everything(stage: Stage, token: Any, write: Opener) -> None:
    with write() as now:
        number = cast.open_case(now)
    with stage.listen(token(cast.ALICE)) as alice:
        hello, snapshot = hear(alice), hear(alice)
    assert hello == {"type": "hello", "epoch": "toy", "seq": 1, "server_time": cast.NOW.timestamp(), "area": "9901",
                     "level": 5, "map_version": "1", "marker": "demo"}
    assert snapshot["type"] == "snapshot"
    assert snapshot["seq"] == 1
    assert snapshot["values"] == {cast.grid_code(0, 0): [1, 0, 0, 1]}
    assert [case["no"] for case in snapshot["cases"]] == [case["no"] for case in snapshot["feed"]] == [number]
    assert snapshot["cases_total"] == 1
    assert snapshot["coarse"] == 0
    assert {unit["id"] for unit in snapshot["units"]} == {"SAN-1", "SAN-2", "REP-1", "POL-1", "FIR-1", "GRD-1"}
    assert snapshot["units"][0]["unit_kind"] in {"sanitation", "repair", "police", "fire", "grid_officer"}


def test_it_tells_each_only_what_lies_in_their_areas(stage: Stage, token: Any, write: Opener) -> None:
    with stage.listen(token(cast.ALICE)) as alice, stage.listen(token(cast.BO)) as bo:
        for screen in (alice, bo):
            hear_until(screen, lambda frame: frame["type"] == "snapshot")
        with write() as now:
            east = cast.open_case(now, "east", (3.5, 3.5))
        with write() as now:
            west = cast.open_case(now, "west", (0.5, 0.5))
        for_alice = hear_until(alice, lambda frame: west in [item["no"] for item in frame["items"]])
        for_bo = hear_until(bo, lambda frame: west in [item["no"] for item in frame["items"]])
    assert east in json.dumps(for_alice)
    assert east not in json.dumps(for_bo)
    assert {code for frame in for_bo for code in frame["values"]} == {cast.grid_code(0, 0)}


def test_it_shows_units_only_to_those_who_may_see_them(stage: Stage, token: Any, write: Opener) -> None:
    with stage.listen(token(cast.BO), area=cast.COMMUNITY) as bo, stage.listen(token(cast.CHEN)) as chen:
        shown_to_bo = hear_until(bo, lambda frame: frame["type"] == "snapshot")[-1]
        shown_to_chen = hear_until(chen, lambda frame: frame["type"] == "snapshot")[-1]
        with write() as now:
            unit = cast.unit(now, cast.OFFICER)
            changes.record(now.session, [changes.Note(kind="unit", key=unit.id, area_code=unit.area_code, body={
                "id": unit.id, "kind": unit.kind, "status": "offline"})], now.now)
        with write() as now:
            cast.open_case(now, "later")
        told_bo = hear_until(bo, lambda frame: any(item["kind"] == "case" for item in frame["items"]))
        told_chen = hear_until(chen, lambda frame: any(item["kind"] == "case" for item in frame["items"]))
    assert [unit["id"] for unit in shown_to_bo["units"]] == [cast.OFFICER]
    assert shown_to_chen["units"] == []
    units_told = [item for frame in told_bo for item in frame["items"] if item["kind"] == "unit"]
    assert [unit["unit_kind"] for unit in units_told] == ["grid_officer"]
    assert all(item["kind"] == "case" for frame in told_chen for item in frame["items"])


def test_it_refuses_a_stranger(stage: Stage) -> None:
    assert status_of(lambda: stage.listen("")) == (401, "not_signed_in")
    assert status_of(lambda: stage.listen("made-up")) == (401, "not_signed_in")


def test_it_refuses_an_area_outside_the_scope(stage: Stage, token: Any) -> None:
    assert status_of(lambda: stage.listen(token(cast.BO), area="9901")) == (403, "area_not_allowed")
    assert status_of(lambda: stage.listen(token(cast.BO), area=cast.EAST_DISTRICT)) == (403, "area_not_allowed")


def test_it_refuses_a_program_that_may_not_see_cases(stage: Stage, key: Any) -> None:
    assert status_of(lambda: stage.listen(key("poster", "events.write"))) == (403, "not_allowed")
    with stage.listen(key("reader", "cases.read", areas=(cast.WEST_DISTRICT,))) as reader:
        assert hear(reader)["area"] == cast.WEST_DISTRICT


@pytest.mark.parametrize(("query", "answer"), [
    ({"area": "990199"}, (404, "area_not_found")),
    ({"area": "9901%00"}, (422, "bad_parameter")),
    ({"area": "%F0%9F%98%80"}, (422, "bad_parameter")),
    ({"area": "9" * 5_000}, (422, "bad_parameter")),
    ({"after": "-1"}, (422, "bad_parameter")),
    ({"after": "1e3"}, (422, "bad_parameter")),
    ({"after": "9" * 40}, (422, "bad_parameter")),
    ({"after": "%D9%A3"}, (422, "bad_parameter")),
    ({"epoch": "<script>"}, (422, "bad_parameter")),
    ({"nonsense": "1"}, (422, "unknown_field")),
])
def test_it_refuses_what_it_cannot_read(stage: Stage, token: Any, query: Any, answer: Any) -> None:
    assert status_of(lambda: stage.listen(token(cast.ALICE), **query)) == answer


def test_it_hands_the_same_bytes_to_a_hundred_screens(stage: Stage, token: Any, write: Opener) -> None:
    alice = token(cast.ALICE)
    with contextlib.ExitStack() as room:
        screens = [room.enter_context(stage.listen(alice)) for _ in range(100)]
        for screen in screens:
            hear_until(screen, lambda frame: frame["type"] == "snapshot")
        wait_until(lambda: stage.hub.streams != {} and all(client.view for client in stage.hub.clients))
        encoded = stage.hub.counters.encoded
        with write() as now:
            cast.open_case(now)
        heard = set()
        for screen in screens:
            text = str(screen.recv(timeout=10))
            while '"changes"' not in text:
                text = str(screen.recv(timeout=10))
            heard.add(text)
        assert len(heard) == 1
        pings = 4  # a few signs of life may fall into the meantime; a hundred frames may not
        assert stage.hub.counters.encoded - encoded <= 1 + pings


def test_it_forgets_a_view_that_nobody_follows(stage: Stage, token: Any) -> None:
    alice, bo = token(cast.ALICE), token(cast.BO)
    with stage.listen(alice) as first, stage.listen(bo) as second:
        for screen in (first, second):
            hear_until(screen, lambda frame: frame["type"] == "snapshot")
        assert {view.area for view in stage.hub.streams} == {"9901", cast.WEST_DISTRICT}
        first.close()
        wait_until(lambda: {view.area for view in stage.hub.streams} == {cast.WEST_DISTRICT})
    wait_until(lambda: not stage.hub.clients and not stage.hub.streams)
    with stage.listen(alice) as again:
        assert hear_until(again, lambda frame: frame["type"] == "snapshot")


def test_it_changes_the_area_on_the_same_connection(stage: Stage, token: Any, write: Opener) -> None:
    with stage.listen(token(cast.ALICE)) as alice:
        hear_until(alice, lambda frame: frame["type"] == "snapshot")
        alice.send(json.dumps({"type": "area", "code": cast.WEST_DISTRICT}))
        snapshot = hear(alice)
        assert (snapshot["type"], snapshot["area"], snapshot["level"]) == ("snapshot", cast.WEST_DISTRICT, 5)
        with write() as now:
            cast.open_case(now, "east", (3.5, 3.5))
            west = cast.open_case(now, "west", (0.5, 0.5))
        assert [item["no"] for item in hear(alice)["items"]] == [west]
        assert [view.area for view in stage.hub.streams] == [cast.WEST_DISTRICT]


def test_it_stays_where_it_is_when_the_new_area_is_refused(stage: Stage, token: Any, write: Opener) -> None:
    with stage.listen(token(cast.BO)) as bo:
        hear_until(bo, lambda frame: frame["type"] == "snapshot")
        bo.send(json.dumps({"type": "area", "code": cast.EAST_DISTRICT}))
        assert hear(bo) == {"type": "refused", "code": cast.EAST_DISTRICT, "error": "area_not_allowed"}
        bo.send(json.dumps({"type": "area", "code": "990101777"}))
        assert hear(bo) == {"type": "refused", "code": "990101777", "error": "area_not_found"}
        with write() as now:
            west = cast.open_case(now)
        assert [item["no"] for item in hear(bo)["items"]] == [west]


def test_it_hears_of_what_other_processes_commit(stage: Stage, token: Any, settings: Any, job: Scope) -> None:
    elsewhere = Database.of(settings)
    with stage.listen(token(cast.ALICE)) as alice:
        hear_until(alice, lambda frame: frame["type"] == "snapshot")
        with visit.writing(elsewhere, job, settings, now=cast.NOW) as now:
            number = cast.open_case(now)
        assert hear(alice)["items"][0]["no"] == number
    elsewhere.close()


def test_it_tells_commits_in_their_order(stage: Stage, token: Any, write: Opener) -> None:
    with stage.listen(token(cast.ALICE)) as alice:
        hear_until(alice, lambda frame: frame["type"] == "snapshot")
        numbers = []
        for index in range(30):
            with write() as now:
                numbers.append(cast.open_case(now, f"e-{index}"))
        frames = hear_until(alice, lambda frame: any(item["no"] == numbers[-1] for item in frame["items"]))
    assert [item["no"] for frame in frames for item in frame["items"]] == numbers
    assert [frame["seq"] for frame in frames] == sorted({frame["seq"] for frame in frames})


def test_it_sends_the_case_as_it_is_after_several_moves_at_once(stage: Stage, token: Any, write: Opener) -> None:
    with stage.listen(token(cast.ALICE)) as alice:
        hear_until(alice, lambda frame: frame["type"] == "snapshot")
        with write() as now:
            number = cast.open_case(now)
            workflow.move(now, number, "accept", version=1)
            workflow.move(now, number, "dispatch", version=2, units=(cast.SWEEPERS,))
        items = hear(alice)["items"]
    assert [(item["kind"], item.get("state", item.get("status"))) for item in items] \
        == [("unit", "dispatched"), ("case", "dispatched")]


def test_it_sends_figures_that_equal_a_recount(stage: Stage, token: Any, write: Opener, read: Opener) -> None:
    from data.cases import figures
    with stage.listen(token(cast.ALICE)) as alice:
        values = hear_until(alice, lambda frame: frame["type"] == "snapshot")[-1]["values"]
        numbers = []
        for index in range(24):
            with write() as now:
                numbers.append(cast.open_case(now, f"e-{index}", (index % 4 + 0.5, index // 4 % 4 + 0.5),
                                              category=("0101", "0102", "0201")[index % 3]))
        for number in numbers[::2]:
            with write() as now:
                workflow.move(now, number, "void", version=1, note="twice")
        with write() as now:
            last = cast.open_case(now, "last")
        for frame in hear_until(alice, lambda frame: any(item["no"] == last for item in frame["items"])):
            values |= frame["values"]
    with read() as now:
        truth = figures.area_values(now, "9901", 5)
    assert {code: tuple(value) for code, value in values.items() if any(value)} == truth


def test_it_counts_what_became_overdue_while_nothing_happened(center: Center, token: Any, write: Opener) -> None:
    moment = [cast.NOW]
    with write() as now:
        cast.open_case(now)
    hub = Hub(center, pace=QUICK, now=lambda: moment[0])
    with staged(center, hub) as stage, stage.listen(token(cast.ALICE)) as alice:
        snapshot = hear_until(alice, lambda frame: frame["type"] == "snapshot")[-1]
        assert snapshot["values"] == {cast.grid_code(0, 0): [1, 0, 0, 1]}
        moment[0] += timedelta(hours=5)
        frame = hear(alice)
    assert (frame["items"], frame["values"]) == ([], {cast.grid_code(0, 0): [1, 1, 0, 1]})


def test_it_cuts_whoever_signed_out(stage: Stage, token: Any, database: Database, job: Scope) -> None:
    alice = token(cast.ALICE)
    with stage.listen(alice) as going, stage.listen(token(cast.ALICE)) as staying:
        hear(going)
        with database.write(job) as session:
            sessions.end(session, sessions.digest(alice))
        assert close_code(going) == 4401
        assert json.loads(staying.recv(timeout=10))


def test_it_cuts_whoever_is_no_longer_active(stage: Stage, token: Any, database: Database, job: Scope) -> None:
    with stage.listen(token(cast.BO)) as bo:
        hear(bo)
        with database.write(job) as session:
            session.execute(update(Person).where(Person.id == "bo").values(active=False))
        assert close_code(bo) == 4401


def test_it_cuts_a_revoked_key(stage: Stage, key: Any, database: Database, job: Scope) -> None:
    with stage.listen(key("screen", "cases.read")) as program:
        hear(program)
        with database.write(job) as session:
            sessions.revoke_key(session, "screen", clock.now())
        assert close_code(program) == 4401


def test_it_cuts_whoever_may_see_less_now(stage: Stage, token: Any, database: Database, job: Scope) -> None:
    with stage.listen(token(cast.BO)) as bo:
        hear(bo)
        with database.write(job) as session:
            session.execute(update(Person).where(Person.id == "bo").values(may=sorted(ROLES["officer"])))
        assert close_code(bo) == 4403


@pytest.mark.parametrize("said", ["{", "[]", "null", '{"type": 5}', '{"type": "area"}', '{"type": "area", "code": 7}',
                                  '{"type": "area", "code": "a b"}', "[" * 5_000, "x" * 70_000, b"\x00\x01"])
def test_it_ends_a_conversation_it_cannot_follow(stage: Stage, token: Any, said: Any) -> None:
    with stage.listen(token(cast.ALICE)) as alice:
        hear(alice)
        alice.send(said)
        assert close_code(alice) == 1008


def test_it_ends_a_conversation_with_a_chatterbox(stage: Stage, token: Any) -> None:
    with stage.listen(token(cast.ALICE)) as alice:
        hear(alice)
        with contextlib.suppress(ConnectionClosed):
            for _ in range(60):
                alice.send('{"type": "pong"}')
        assert close_code(alice) == 1008


def test_it_lets_a_screen_answer_pings_and_say_what_it_does_not_know(stage: Stage, token: Any, write: Opener) -> None:
    with stage.listen(token(cast.ALICE)) as alice:
        alice.send('{"type": "pong"}')
        alice.send('{"type": "from-a-newer-page"}')
        hear_until(alice, lambda frame: frame["type"] == "snapshot")
        ping = json.loads(alice.recv(timeout=10))
    assert ping == {"type": "ping", "at": cast.NOW.timestamp(), "seq": 0}


def test_it_says_when_it_is_full(center: Center, token: Any) -> None:
    with staged(center, Hub(center, pace=QUICK, most_clients=2)) as stage:
        alice = token(cast.ALICE)
        with stage.listen(alice) as first, stage.listen(alice):
            hear(first)
            assert status_of(lambda: stage.listen(alice)) == (503, "busy")
        wait_until(lambda: not stage.hub.clients)
        assert stage.hub.figures()["refused_full"] == 1
        with stage.listen(alice) as again:
            assert hear(again)["type"] == "hello"


def test_it_goes_on_after_the_database_was_away(stage: Stage, token: Any, write: Opener, database: Database, job: Scope,
                                                caplog: pytest.LogCaptureFixture) -> None:
    with stage.listen(token(cast.ALICE)) as alice:
        hear_until(alice, lambda frame: frame["type"] == "snapshot")
        with database.write(job) as session:
            session.connection().exec_driver_sql("ALTER TABLE changes RENAME TO away")
        wait_until(lambda: stage.hub.figures()["failures"] > 0)
        with database.write(job) as session:
            session.connection().exec_driver_sql("ALTER TABLE away RENAME TO changes")
        with write() as now:
            number = cast.open_case(now)
        assert hear(alice)["items"][0]["no"] == number
    assert "cannot read" in caplog.text
