"""Campaigns: made of cases, places and points, seen to by whoever is there, counted by area, ended."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from data.campaigns import items, listing, making, progress
from data.campaigns.making import Plan, Point, Query
from data.cases import workflow
from data.errors import CityError, NotFound
from data.models.case import Case
from data.models.person import AuditRow
from data.models.together import Campaign, CampaignItem
from data.scope import ROLES, Scope
from tests import cast
from tests.data.cases.test_supervision import granted
from tests.data.racing import race

DAY = timedelta(days=1)
EVE = Scope(person="eve", name="Eve", areas=frozenset({cast.EAST_DISTRICT}), may=ROLES["dispatcher"])


def plan(**changes) -> Plan:
    sound = {"name": "清脏治乱", "area": "9901", "begins_at": cast.NOW, "due_at": cast.NOW + DAY}
    return Plan(**{**sound, **changes})


def make(write, scope=cast.ALICE, **changes) -> int:
    with write(scope=scope) as visit:
        return making.make(visit, plan(**changes)).id


def refused(write, scope=cast.ALICE, **changes) -> str:
    with pytest.raises(CityError) as error:
        make(write, scope, **changes)
    return error.value.code


def point(name: str, column: float, row: float) -> Point:
    lon, lat = cast.at(column, row)
    return Point(name=name, lon=lon, lat=lat)


def keys(visit, campaign_id: int) -> set[tuple[str, str]]:
    campaign = listing.find(visit, campaign_id)
    return {(one.row.kind, one.row.key) for one in items.listed(visit, campaign, "")}


def code_of(work) -> str:
    with pytest.raises(CityError) as error:
        work()
    return error.value.code


def test_a_campaign_is_made_of_what_is_named_and_of_what_is_found(write, read, numbers, places):
    campaign_id = make(write, cases=(numbers["near"],), places=(places["clinic"],), points=(point("桥下", 2.5, 2.5),),
                       queries=(Query(kind="case", of="0102", area="9901"),
                                Query(kind="place", of="school", area=cast.WEST_DISTRICT)))
    with read() as visit:
        assert keys(visit, campaign_id) == {
            ("case", numbers["near"]), ("case", numbers["road"]), ("place", str(places["clinic"])),
            ("place", str(places["west"])), ("point", "120.025000,30.022500")}
        spot = visit.session.scalars(select(CampaignItem).where(CampaignItem.kind == "point")).one()
        assert (spot.name, spot.area_code) == ("桥下", cast.GRIDS[2, 2])
        case = workflow.find(visit, numbers["near"])
        assert (case.campaign_id, case.version) == (campaign_id, 1)
        noted = visit.session.scalars(select(AuditRow)).all()
        assert [row.what for row in noted] == ["campaign_made"]


def test_what_is_found_twice_is_one_item(write, read, numbers):
    campaign_id = make(write, cases=(numbers["near"], numbers["near"]), queries=(
        Query(kind="case", of="01", area="9901"), Query(kind="case", of="0101", area=cast.WEST_DISTRICT)))
    with read() as visit:
        assert keys(visit, campaign_id) == {("case", number) for number in numbers.values()}


@pytest.mark.parametrize(("changes", "code"), [
    ({}, "campaign_empty"), ({"queries": (Query(kind="case", of="0201", area="9901"),)}, "campaign_empty"),
    ({"queries": (Query(kind="place", of="castle", area="9901"),)}, "campaign_empty"),
    ({"cases": ("26031899999",)}, "case_not_found"), ({"places": (99,)}, "campaign_place_unknown"),
    ({"points": (Point(name="海上", lon=0.0, lat=0.0),)}, "item_outside"),
    ({"begins_at": cast.NOW + DAY}, "campaign_begins_late"),
    ({"begins_at": cast.NOW + 2 * DAY}, "campaign_begins_late"),
    ({"begins_at": cast.NOW - 2 * DAY, "due_at": cast.NOW}, "until_past"), ({"name": " "}, "name_needed"),
    ({"name": "长" * 121}, "campaign_name_too_long"), ({"aim": "长" * 2_001}, "note_too_long"),
    ({"department": "moon"}, "department_not_found"), ({"area": "9902"}, "area_not_found"),
    ({"cases": ("1",) * 2_001}, "campaign_too_large"),
])
def test_what_makes_no_campaign_is_refused_and_leaves_nothing(write, read, changes, code):
    assert refused(write, **changes) == code
    with read() as visit:
        assert visit.session.execute(select(func.count()).select_from(Campaign)).scalar_one() == 0
        assert visit.session.execute(select(func.count()).select_from(CampaignItem)).scalar_one() == 0


def test_items_lie_inside_the_campaign_s_area(write, numbers):
    assert refused(write, area=cast.WEST_DISTRICT, cases=(numbers["east"],)) == "item_outside"
    everywhere = Query(kind="case", of="0101", area="9901")
    assert refused(write, area=cast.WEST_DISTRICT, queries=(everywhere,)) == "item_outside"


def test_too_many_items_are_refused(write, numbers, monkeypatch):
    monkeypatch.setattr(making, "MOST_ITEMS", 3)
    assert refused(write, queries=(Query(kind="case", of="01", area="9901"),)) == "campaign_too_large"


def test_a_stranger_makes_none(write, numbers):
    for scope in (cast.BO, cast.CHEN, cast.NOBODY):
        assert refused(write, scope, area=cast.WEST_DISTRICT, cases=(numbers["near"],)) == "not_allowed"
    assert refused(write, EVE, cases=(numbers["east"],)) == "area_not_allowed"
    assert refused(write, EVE, area=cast.EAST_DISTRICT, cases=(numbers["near"],)) == "case_not_found"
    roads = granted("rose", "roads", "campaigns.manage")
    assert refused(write, roads, cases=(numbers["road"],)) == "not_allowed", "only in the name of their department"
    assert refused(write, roads, department="roads", cases=(numbers["near"],)) == "case_not_found"
    assert make(write, roads, department="roads", cases=(numbers["road"],))


def test_a_case_is_done_when_it_is_handled_or_has_ended_and_undone_when_it_must_be_done_again(write, read, numbers):
    campaign_id = make(write, cases=(numbers["near"], numbers["north"], numbers["road"]))
    with write() as visit:
        workflow.move(visit, numbers["near"], "void", version=1, note="误报")
        for version, verb in enumerate(("accept", "dispatch", "start", "finish"), start=1):
            workflow.move(visit, numbers["road"], verb, version=version, units=(cast.SWEEPERS,))
    with read() as visit:
        campaign = listing.find(visit, campaign_id)
        assert progress.of_many(visit, [campaign], "") == {campaign_id: (3, 2, 0)}
        assert [(one.row.key, one.is_done, one.done_at) for one in items.listed(visit, campaign, "")] == [
            (numbers["north"], False, None), (numbers["near"], True, cast.NOW), (numbers["road"], True, cast.NOW)]
    vera = Scope(person="vera", name="Vera", areas=frozenset({""}), may=ROLES["verifier"])
    with write(scope=vera) as visit:
        workflow.move(visit, numbers["road"], "rework", version=5, note="没修")
    with read() as visit:
        assert progress.of_many(visit, [listing.find(visit, campaign_id)], "") == {campaign_id: (3, 1, 0)}


def test_progress_is_counted_by_the_areas_below(write, read, numbers, places):
    campaign_id = make(write, cases=(numbers["near"], numbers["north"], numbers["east"]), places=(places["west"],))
    with write(now=cast.NOW) as visit:
        workflow.move(visit, numbers["east"], "void", version=1, note="误报")
    with read() as visit:
        campaign = listing.find(visit, campaign_id)
        districts = progress.by_area(visit, campaign, "9901")
        assert districts == {cast.WEST_DISTRICT: (3, 0, 0), cast.EAST_DISTRICT: (1, 1, 0)}
        assert progress.by_area(visit, campaign, cast.WEST_DISTRICT) == {"990101001": (2, 0, 0), "990101002": (1, 0, 0)}
        grid = cast.GRIDS[0, 0]
        assert progress.by_area(visit, campaign, grid) == {grid: (2, 0, 0)}
    with read(now=cast.NOW + 2 * DAY) as visit:
        campaign = listing.find(visit, campaign_id)
        assert progress.of_many(visit, [campaign], "9901") == {campaign_id: (4, 1, 3)}
        assert [one.is_late for one in items.listed(visit, campaign, "9901")] == [True, True, True, False]


def item_of(read, kind: str) -> int:
    with read() as visit:
        return visit.session.scalars(select(CampaignItem.id).where(CampaignItem.kind == kind)).one()


def tick(write, scope, item: int, outcome: str = "已整改") -> CampaignItem:
    with write(scope=scope) as visit:
        return items.tick(visit, item, outcome)


def test_a_place_is_ticked_off_by_who_works_there(write, read, places, numbers):
    campaign_id = make(write, places=(places["west"],), cases=(numbers["east"],))
    item = item_of(read, "place")
    for outcome, code in ((" ", "note_needed"), ("长" * 2_001, "note_too_long")):
        assert code_of(lambda outcome=outcome: tick(write, cast.CHEN, item, outcome)) == code
    done = tick(write, cast.CHEN, item, " 已整改 ")
    assert (done.done_by, done.done_at, done.outcome) == ("Chen", cast.NOW, "已整改")
    assert code_of(lambda: tick(write, cast.ALICE, item)) == "ticked_already"
    with read(scope=cast.CHEN) as visit:
        assert [one.id for one in listing.listed(visit, cast.COMMUNITY)] == [campaign_id], "wider than their own area"
        assert progress.of_many(visit, listing.listed(visit, ""), "") == {campaign_id: (1, 1, 0)}


def test_a_stranger_ticks_nothing(write, read, places):
    make(write, places=(places["west"],))
    item = item_of(read, "place")
    assert code_of(lambda: tick(write, cast.BO, item)) == "not_allowed"
    assert code_of(lambda: tick(write, EVE, item)) == "item_not_found"
    assert code_of(lambda: tick(write, granted("rose", "roads", "cases.handle"), item)) == "not_allowed"
    assert code_of(lambda: tick(write, cast.ALICE, 99)) == "item_not_found"
    with read(scope=EVE) as visit:
        assert listing.listed(visit, "") == []
        with pytest.raises(NotFound):
            listing.find(visit, 1)


def test_a_case_is_ticked_off_by_nobody_but_itself(write, read, numbers):
    make(write, cases=(numbers["near"],))
    assert code_of(lambda: tick(write, cast.ALICE, item_of(read, "case"))) == "case_decides"


def test_of_many_who_tick_at_once_one_is_first(write, read, places):
    make(write, places=(places["west"],))
    item = item_of(read, "place")
    outcomes = race(lambda _: tick(write, cast.ALICE, item).outcome, 4)
    assert sorted(outcomes) == ["ticked_already"] * 3 + ["已整改"]


def test_a_campaign_that_ended_stands_below_those_that_run_and_takes_nothing_more(write, read, places):
    first = make(write, places=(places["west"],))
    second = make(write, places=(places["east"],), due_at=cast.NOW + 2 * DAY)
    for scope, code in ((EVE, "campaign_not_found"), (cast.BO, "not_allowed"), (cast.CHEN, "not_allowed")):
        def end(scope=scope) -> None:
            with write(scope=scope) as visit:
                making.end(visit, first)
        assert code_of(end) == code
    with write(scope=cast.ALICE) as visit:
        assert making.end(visit, first).ended_at == cast.NOW
        assert code_of(lambda: making.end(visit, first)) == "campaign_over"
    with read() as visit:
        item = visit.session.scalars(select(CampaignItem.id).where(CampaignItem.campaign_id == first)).one()
        assert [one.id for one in listing.listed(visit, "")] == [second, first]
        assert [one.id for one in listing.running(visit, "")] == [second]
    assert code_of(lambda: tick(write, cast.ALICE, item)) == "campaign_over"
    with read(now=cast.NOW + 9 * DAY) as visit:
        campaigns = [listing.find(visit, one) for one in (first, second)]
        assert progress.of_many(visit, campaigns, "") == {first: (1, 0, 0), second: (1, 0, 1)}, "ended before its time"


def test_one_that_has_not_begun_is_listed_and_does_not_run(write, read, places):
    make(write, places=(places["west"],), begins_at=cast.NOW + timedelta(hours=1))
    with read() as visit:
        assert (len(listing.listed(visit, "")), listing.running(visit, "")) == (1, [])


def test_whoever_does_not_see_a_case_does_not_see_the_item(write, read, numbers):
    campaign_id = make(write, cases=(numbers["near"], numbers["road"]))
    with read(scope=granted("rose", "roads", "cases.handle")) as visit:
        assert keys(visit, campaign_id) == {("case", numbers["road"])}
        assert progress.of_many(visit, listing.listed(visit, ""), "") == {campaign_id: (1, 0, 0)}


def test_counts_are_what_the_lists_hold(write, read, numbers, places):
    campaign_id = make(write, cases=tuple(numbers.values()), places=tuple(places.values()))
    with write() as visit:
        visit.session.execute(update(Case).where(Case.case_no == numbers["north"]).values(is_open=False))
    with read(now=cast.NOW + 2 * DAY) as visit:
        campaign = listing.find(visit, campaign_id)
        found = items.listed(visit, campaign, "")
        counted = (len(found), sum(one.is_done for one in found), sum(one.is_late for one in found))
        assert progress.of_many(visit, [campaign], "")[campaign_id] == counted
        areas = progress.by_area(visit, campaign, "9901").values()
        assert tuple(sum(one) for one in zip(*areas, strict=True)) == counted
