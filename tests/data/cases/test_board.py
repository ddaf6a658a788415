"""The board: every key item with its seven nodes, the latest first, by who is in charge; strangers see their part."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.campaigns import items as campaign_items
from data.campaigns import making
from data.campaigns.making import Plan, Point
from data.cases import board, lights, workflow
from data.cases.given import Given
from data.cases.lights import Rules
from data.models.together import CampaignItem
from data.scope import ROLES, Grant, Scope
from tests import cast

HOUR = timedelta(hours=1)
BOSS = Scope(person="boss", name="Boss", areas=frozenset({""}), may=ROLES["city_leader"])


@pytest.fixture
def numbers(write) -> dict[str, str]:
    """Return the numbers of two supervised cases that were received: west within 8 hours, east within 4."""
    with write() as visit:
        found = {"west": cast.open_case(visit, "west", category="0102"),
                 "east": cast.open_case(visit, "east", (3.5, 0.5), category="0202")}
        for number in found.values():
            workflow.move(visit, number, "accept", version=1)
    with write(scope=BOSS) as visit:
        for name, hours, department in (("west", 8, "clean"), ("east", 4, "roads")):
            workflow.move(visit, found[name], "supervise", version=2, given=Given(
                note=f"督办 {name}", until=visit.now + hours * HOUR, department=department))
    with write() as visit:
        for number in found.values():
            workflow.move(visit, number, "receive_supervision", version=3)
    return found


@pytest.fixture
def shown(read):
    """Return shown(after hours, scope=..., prefix=...): [(case number or campaign, state)] of the board."""
    def items_of(after: float = 0, *, scope=cast.ALICE, prefix: str = "9901") -> list[board.Item]:
        with read(scope=scope, now=cast.NOW + after * HOUR) as visit:
            return board.items(visit, prefix, Rules())

    return items_of


def states(found) -> list[tuple[str, str]]:
    return [(one.case.case_no if one.case else one.campaign.name, one.state) for one in found]


def test_what_is_late_longest_stands_first_then_what_is_near(shown, numbers):
    west, east = numbers["west"], numbers["east"]
    assert states(shown()) == [(east, "normal"), (west, "normal")]
    assert states(shown(7)) == [(east, "late"), (west, "near")]
    assert states(shown(9)) == [(east, "late"), (west, "late")]
    assert board.counts(shown(7)) == {"late": 1, "near": 1, "caught_up": 0, "normal": 0, "done": 0}
    assert shown(9)[0].overdue(cast.NOW + 9 * HOUR) == 5 * HOUR


def test_each_node_says_when_it_was_reached_or_is_due(shown, numbers):
    west = shown(1)[1]
    assert tuple(west.cells) == board.NODES
    assert {key: cell.state for key, cell in west.cells.items()} == {
        "filed": "done", "issued": "done", "received": "done", "handled": "normal", "reported": "normal",
        "checked": "ahead", "lifted": "ahead"}
    assert west.cells["issued"].by_name == "Boss"
    assert west.cells["received"].at == cast.NOW
    assert west.cells["reported"].due == cast.NOW + 8 * HOUR
    assert (west.lead, west.answers, west.watcher) == ("roads", "clean", "Boss")


def test_an_item_is_late_since_its_first_node_is(write, shown):
    with write() as visit:
        number = cast.open_case(visit, category="0202")
        workflow.move(visit, number, "supervise", version=1, given=Given(note="速办", until=visit.now + 8 * HOUR))
    assert states(shown(1.75)) == [(number, "near")]
    [one] = shown(3)
    assert (one.state, one.cells["received"].state, one.cells["reported"].state) == ("late", "late", "normal")
    assert one.overdue(cast.NOW + 3 * HOUR) == HOUR, "a quarter of the time is for receiving"


def test_a_late_report_catches_up_and_what_was_lifted_stays_a_week(write, shown, numbers):
    with write(now=cast.NOW + 5 * HOUR) as visit:
        workflow.move(visit, numbers["east"], "report_supervision", version=4, given=Given(note="迟报"))
    assert states(shown(5))[0] == (numbers["east"], "caught_up")
    with write(now=cast.NOW + 6 * HOUR) as visit:
        workflow.move(visit, numbers["east"], "lift_supervision", version=5)
    last = shown(6)[-1]
    assert (last.case.case_no, last.state, last.cells["checked"].state) == (numbers["east"], "done", "none")
    assert numbers["east"] in [name for name, _ in states(shown(6 + 7 * 24 - 1))]
    assert numbers["east"] not in [name for name, _ in states(shown(6 + 7 * 24 + 1))]


def test_a_campaign_is_one_item_with_how_far_it_has_come(write, shown):
    points = tuple(Point(name=f"点 {n}", lon=lon, lat=lat)
                   for n, (lon, lat) in enumerate((cast.at(0.5, 0.5), cast.at(1.5, 0.5))))
    with write() as visit:
        made = making.make(visit, Plan(name="清积水", area="9901", begins_at=visit.now, due_at=visit.now + 10 * HOUR,
                                       points=points, department="clean"))
        item = visit.session.scalars(select(CampaignItem.id).where(CampaignItem.campaign_id == made.id)).first()
        campaign_items.tick(visit, item, "已查")
    [one] = shown()
    assert (one.campaign.name, one.lead, one.counted[:2], one.state) == ("清积水", "clean", (2, 1), "normal")
    assert (one.cells["handled"].state, one.cells["received"].state) == ("normal", "none")
    assert states(shown(11)) == [("清积水", "late")]


def test_the_last_instruction_stands_beside_its_case_for_who_may_read_it(write, shown, numbers):
    with write(scope=BOSS, now=cast.NOW + HOUR) as visit:
        workflow.move(visit, numbers["west"], "instruct", version=4, given=Given(note="第一次", audience="all"))
    with write(scope=BOSS, now=cast.NOW + 2 * HOUR) as visit:
        workflow.move(visit, numbers["west"], "instruct", version=5, given=Given(note="限今日", audience="leaders"))
    looks = Scope(person="lo", name="Lo", areas=frozenset({""}), may=frozenset({"cases.view"}))
    assert {one.said.text for one in shown(3, scope=BOSS) if one.said} == {"限今日"}
    assert {one.said.text for one in shown(3, scope=looks) if one.said} == {"第一次"}


def test_items_stand_by_the_leader_in_charge_else_by_department(shown, numbers):
    found = shown(9)
    by_department = board.groups(found, Rules())
    assert [(one.leader, one.department, len(one.items)) for one in by_department] == [
        ("", "roads", 1), ("", "clean", 1)]
    led = board.groups(found, Rules(leaders={"roads": "王副市长", "clean": "王副市长"}))
    assert [(one.leader, one.department, len(one.items)) for one in led] == [("王副市长", None, 2)]


def test_a_stranger_sees_only_what_is_theirs(shown, numbers):
    assert states(shown(scope=cast.BO)) == [(numbers["west"], "normal")]
    assert shown(scope=cast.NOBODY) == []
    roads = Scope.of_grants("rose", "Rose", [Grant(permission="cases.view", department="roads")])
    assert states(shown(scope=roads)) == [(numbers["east"], "normal"), (numbers["west"], "normal")]
    fire = Scope.of_grants("finn", "Finn", [Grant(permission="cases.view", department="fire")])
    assert shown(scope=fire) == []
    assert states(shown(prefix=cast.EAST_DISTRICT)) == [(numbers["east"], "normal")]


def test_the_states_of_the_board_are_those_that_lights_have():
    assert set(board.RANK) == set(lights.STATES)
