"""The hand-over of a shift: what is open is kept as it was then, and somebody else takes it."""

from datetime import timedelta

import pytest

from data.campaigns import making
from data.campaigns.making import Plan
from data.cases import handover, workflow
from data.cases.given import Given
from data.errors import CityError
from data.models.together import HandOver
from data.scope import ROLES, Scope
from tests import cast
from tests.data.cases.test_supervision import granted
from tests.data.racing import race

HOUR = timedelta(hours=1)
DORA = Scope(person="dora", name="Dora", areas=frozenset({""}), may=ROLES["dispatcher"])
EVE = Scope(person="eve", name="Eve", areas=frozenset({cast.EAST_DISTRICT}), may=ROLES["dispatcher"])


@pytest.fixture
def numbers(write) -> dict[str, str]:
    """Return the numbers of a case of each kind a shift hands over, and of a fresh one that is none of them."""
    with write() as visit:
        found = {name: cast.open_case(visit, name, **more) for name, more in (
            ("plain", {}), ("urgent", {"category": "0201"}), ("supervised", {}), ("whistled", {}), ("asked", {}),
            ("suspended", {}))}
        workflow.move(visit, found["supervised"], "supervise", version=1, given=Given(note="办"))
        workflow.move(visit, found["whistled"], "whistle", version=1, given=Given(note="来", departments=("roads",)))
        workflow.move(visit, found["asked"], "accept", version=1)
        workflow.move(visit, found["asked"], "dispatch", version=2, given=Given(units=(cast.SWEEPERS,)))
        workflow.move(visit, found["asked"], "ask_extension", version=3,
                      given=Given(note="等", until=visit.now + 99 * HOUR))
        workflow.move(visit, found["suspended"], "accept", version=1)
        workflow.move(visit, found["suspended"], "suspend", version=2, given=Given(note="等"))
    return found


def give(write, scope=cast.ALICE, area="9901", note="", now=cast.NOW) -> HandOver:
    with write(scope=scope, now=now) as visit:
        return handover.hand_over(visit, area, note)


def take(write, scope, number: int) -> HandOver:
    with write(scope=scope, now=cast.NOW + HOUR) as visit:
        return handover.take(visit, number)


def code_of(work, *given, **more) -> str:
    with pytest.raises(CityError) as refused:
        work(*given, **more)
    return refused.value.code


def kept(body, kind: str) -> list[str]:
    return [one["no"] for one in body["cases"][kind]["cases"]]


def test_it_shows_what_is_open_by_what_it_waits_for(read, numbers):
    with read() as visit:
        body = handover.picture(visit, "9901")
    assert (body["area"], body["open"]) == ("9901", 6)
    assert body["queues"]["register"] == [4, 0]
    assert body["queues"]["suspended"] == [1, 0]
    assert {kind: kept(body, kind) for kind in body["cases"]} == {
        "overdue": [], **{kind: [numbers[kind]] for kind in ("urgent", "supervised", "whistled", "asked", "suspended")}}
    urgent = body["cases"]["urgent"]["cases"][0]
    assert (urgent["kind"], urgent["where"], urgent["due"]) == (
        ("火情", "Fire"), ("社区001 › 网格001", "Community 001 › Grid 001"), "2026-03-18T04:00:00+00:00")


def test_later_what_was_not_done_is_overdue_but_for_a_stopped_clock(read, numbers):
    with read(now=cast.NOW + 4 * HOUR) as visit:
        body = handover.picture(visit, "9901")
    assert set(kept(body, "overdue")) == set(numbers.values()) - {numbers["suspended"]}
    assert body["queues"]["register"] == [4, 4]


def test_a_campaign_past_its_time_is_handed_over(write, read, numbers):
    with write() as visit:
        making.make(visit, Plan(name="清脏治乱", area="9901", begins_at=cast.NOW, due_at=cast.NOW + HOUR,
                                cases=(numbers["plain"],)))
    with read() as visit:
        assert handover.picture(visit, "9901")["campaigns"] == []
    with read(now=cast.NOW + 2 * HOUR) as visit:
        assert handover.picture(visit, "9901")["campaigns"] == [{
            "id": 1, "name": "清脏治乱", "name_en": "", "due": "2026-03-18T03:00:00+00:00", "total": 1, "done": 0,
            "late": 1}]


def test_what_was_handed_over_stays_as_it_was(write, read, numbers):
    number = give(write, note=" 盯住火情 ").id
    with write(now=cast.NOW + HOUR) as visit:
        workflow.move(visit, numbers["urgent"], "void", version=1, note="误报")
    with read(now=cast.NOW + 2 * HOUR) as visit:
        one = handover.find(visit, number)
        assert (one.note, one.by_name, one.at, one.body["open"]) == ("盯住火情", "Alice", cast.NOW, 6)
        assert kept(one.body, "urgent") == [numbers["urgent"]]
        assert kept(handover.picture(visit, "9901"), "urgent") == []


def test_somebody_else_takes_it_once(write, read):
    number = give(write).id
    assert code_of(take, write, cast.ALICE, number) == "own_hand_over"
    taken = take(write, DORA, number)
    assert (taken.taken_by, taken.taken_at) == ("Dora", cast.NOW + HOUR)
    assert code_of(take, write, DORA, number) == "taken_already"
    assert code_of(take, write, DORA, 99) == "hand_over_not_found"


def test_of_two_who_take_it_at_once_one_has_it(write):
    number = give(write).id
    others = [Scope(person=f"p{n}", name=f"P{n}", areas=frozenset({""}), may=ROLES["dispatcher"]) for n in range(3)]
    outcomes = race(lambda n: "taken" if take(write, others[n], number) else "", 3)
    assert sorted(outcomes) == ["taken", "taken_already", "taken_already"]


def test_a_stranger_hands_over_and_takes_nothing(write, read, numbers):
    number = give(write, area=cast.WEST_DISTRICT).id
    roads = granted("rose", "roads", "cases.handle")
    assert code_of(give, write, cast.BO, cast.WEST_DISTRICT) == "not_allowed"
    assert code_of(give, write, roads, cast.WEST_DISTRICT) == "not_allowed"
    assert code_of(give, write, EVE, cast.WEST_DISTRICT) == "area_not_found"
    assert code_of(give, write, EVE, "moon") == "area_not_found"
    assert code_of(take, write, cast.BO, number) == "not_allowed"
    for scope in (EVE, roads, cast.NOBODY, cast.CHEN):
        assert code_of(take, write, scope, number) == "hand_over_not_found"
        with read(scope=scope) as visit:
            assert handover.listed(visit, "") == []
    with read(scope=roads) as visit:
        assert handover.picture(visit, "9901")["open"] == 0, "their department has no case"


def test_the_newest_stands_first_and_only_what_lies_inside(write, read):
    numbers = [give(write, area=area, now=cast.NOW + hours * HOUR).id
               for hours, area in enumerate(("9901", cast.WEST_DISTRICT, cast.EAST_DISTRICT))]
    with read() as visit:
        assert [one.id for one in handover.listed(visit, "9901")] == numbers[::-1]
        assert [one.id for one in handover.listed(visit, cast.WEST_DISTRICT)] == [numbers[1]]


def test_a_note_that_is_too_long_hands_nothing_over(write, read):
    assert code_of(give, write, note="长" * 2_001) == "note_too_long"
    with read() as visit:
        assert handover.listed(visit, "") == []


def test_many_cases_are_counted_and_the_first_ones_kept(write, read, monkeypatch):
    monkeypatch.setattr(handover, "MOST_CASES", 2)
    with write() as visit:
        for n in range(3):
            cast.open_case(visit, f"f-{n}", category="0201")
    with read() as visit:
        found = handover.picture(visit, "9901")["cases"]["urgent"]
    assert (found["n"], len(found["cases"])) == (3, 2)


def test_what_comes_due_within_a_shift_is_counted_and_what_is_late_or_later_is_not(read, write):
    with write() as visit:
        for name, hours in (("late", -1), ("soon", 2), ("later", 30)):
            number = cast.open_case(visit, name)
            workflow.find(visit, number).stage_due_at = cast.NOW + hours * HOUR
    with read(scope=cast.ALICE) as visit:
        found, many = handover.due_within(visit, "9901", 8 * HOUR, 6)
        assert (many, [one.event_id for one in found]) == (1, ["soon"])
    with read(scope=EVE) as visit:
        assert handover.due_within(visit, "9901", 8 * HOUR, 6) == ([], 0)
