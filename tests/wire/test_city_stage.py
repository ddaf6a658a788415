"""The city stage on the wire: who is told what, and that it reaches every screen at once."""

from datetime import timedelta

import pytest

from dashboard.live_hub import Hub
from data import clock
from data.city_stage import announcing
from data.city_stage.announcing import Wish
from data.models.person import Person
from data.people import sessions
from data.scope import Scope
from data.visit import writing
from tests import cast
from tests.wire.live_stage import QUICK, hear, hear_until, staged

JOB = Scope.of_job("test")
GIVEN = {"stage": "4", "reason": "storm", "seen": 0, "until": ""}


def press(house, who, **more):
    return house.ask("POST", "/pages/stage/announce", who, json={**GIVEN, **more})


def test_it_is_announced_and_every_signed_in_person_reads_it(house):
    assert press(house, cast.ALICE).status_code == 200
    for who in (cast.ALICE, cast.BO, cast.CHEN):
        body = house.ask("GET", "/city-stage", who).json()
        assert (body["stage"], body["number"], body["urgent"]) == (4, 1, True)
        assert "4 级" in body["said"]
        assert "storm" not in str(body)
    assert 'data-stage="4"' in house.ask("GET", "/m/task", cast.CHEN).text


def test_a_second_one_is_told_of_the_first(house):
    press(house, cast.ALICE)
    answer = press(house, cast.ALICE, stage="2")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "stage_announced")
    assert "Alice" in answer.json()["error"]["message"]


@pytest.mark.parametrize("who", [cast.BO, cast.CHEN])
def test_a_stranger_is_refused_and_nothing_changed(house, who):
    assert press(house, who).status_code == 403
    assert house.ask("GET", "/city-stage", cast.ALICE).json()["stage"] == 1


def test_nobody_and_programs_are_not_let_in(house):
    assert house.ask("GET", "/city-stage").status_code == 401
    assert house.ask("GET", "/city-stage", key=house.key("cases.read")).status_code == 403
    assert press(house, None).status_code in (401, 403)


def test_a_question_it_does_not_know_is_refused(house):
    assert house.ask("GET", "/city-stage?x=1", cast.ALICE).status_code == 422


def test_only_who_may_announce_is_told_what_is_proposed(house):
    with writing(house.center.database, JOB, house.center.settings) as visit:
        for number in range(12):
            cast.open_case(visit, f"f{number}", category="0201", occurred_at=clock.now())
    assert house.ask("GET", "/city-stage", cast.ALICE).json()["proposed"]["stage"] == 3
    assert house.ask("GET", "/city-stage", cast.BO).json()["proposed"] is None


def test_the_live_feed_carries_it_to_a_screen_of_another_area_and_to_whoever_joins(center, write, database):
    with database.write(JOB) as session:
        token = sessions.begin(session, session.get_one(Person, "bo"), clock.now())
    with staged(center, Hub(center, pace=QUICK, now=lambda: cast.NOW)) as stage:
        with stage.listen(token) as bo:
            hear(bo)
            assert hear(bo)["city_stage"]["stage"] == 1
            with write(scope=cast.ALICE, now=cast.NOW + timedelta(seconds=1)) as visit:
                announcing.announce(visit, Wish(stage=5, reason="storm", seen=0))
            frames = hear_until(bo, lambda frame: any(item["kind"] == "city_stage" for item in frame.get("items", [])))
            assert frames[-1]["items"][-1]["stage"] == 5
        with stage.listen(token) as again:
            hear(again)
            assert hear(again)["city_stage"]["stage"] == 5
