"""A warning is issued, changed and lifted by name, kept, told to every screen; its plan becomes tasks and cases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.errors import Conflict, Invalid, NotAllowed, NotFound
from data.models.case import Case
from data.models.change import Change
from data.models.person import AuditRow
from data.scope import ROLES, Scope
from data.warnings import checklist, issuing, listing, places
from data.warnings.issuing import Update, Wish
from tests import cast, gauges

WEST_DUTY = Scope(person="wang", name="Wang", areas=frozenset({cast.WEST_DISTRICT}), may=ROLES["dispatcher"])
SOUTH_WEST = "poly:30.001,120.001;30.001,120.015;30.008,120.015;30.008,120.001"
PLAN = """title: x
items:
  - {key: go, text: go, opens: {category: "0101", text: look}}
  - {key: each, text: each, at_least: orange, opens: {category: "0101", text: all, in_each_area: true}}
  - {key: stop, text: stop, at_least: red}
"""


def wish(visit, areas=("990101",), shape="", **changes) -> Wish:
    ground = places.drawn(visit, shape) if shape else places.chosen(visit, areas)
    return Wish(**{"kind": "flood", "level": "yellow", "title": "Flood", "ground": ground,
                   "valid_until": cast.NOW + timedelta(hours=3), **changes})


@pytest.fixture
def issue(write, settings):
    gauges.write(settings.data_dir, "warning-plans", "flood", PLAN)

    def done(scope=cast.ALICE, how=issuing.issue, **changes):
        with write(scope=scope) as visit:
            return how(visit, wish(visit, **changes)).id

    return done


def test_it_is_kept_told_to_every_screen_and_sealed_in_the_trail(issue, read):
    number = issue(text="stay away", audience=("officer",))
    with read(scope=cast.CHEN) as visit:
        [one] = listing.in_force(visit, cast.COMMUNITY)
        assert (one.id, one.level, one.state, one.by_name, one.areas) == (number, "yellow", "issued", "Alice",
                                                                         ["990101"])
        assert [event.what for event in listing.history(visit, one)] == ["issued", "opened"]
    with read() as visit:
        [line] = visit.session.scalars(select(Change).where(Change.kind == "warning"))
        assert line.body == {"id": number}
        [noted] = visit.session.scalars(select(AuditRow).where(AuditRow.what == "warning_issued"))
        assert (noted.who, noted.subject, noted.details["level"]) == ("Alice", number, "yellow")


def test_drawn_ground_names_the_areas_it_touches_and_the_smallest_that_holds_them(issue, read):
    issue(shape=SOUTH_WEST)
    with read() as visit:
        [one] = listing.in_force(visit, "9901")
        assert (one.area_code, one.areas, one.shape) == (cast.COMMUNITY, [cast.COMMUNITY], SOUTH_WEST)


@pytest.mark.parametrize(("changes", "code"), [
    ({"kind": "moon"}, "bad_warning_kind"), ({"level": "pink"}, "bad_level"), ({"title": "  "}, "title_needed"),
    ({"title": "x" * 121}, "note_too_long"), ({"text": "x" * 2_001}, "note_too_long"), ({"areas": ()}, "no_area"),
    ({"areas": ("990109",)}, "unknown_area"), ({"valid_until": cast.NOW}, "until_past"),
    ({"valid_until": cast.NOW + timedelta(days=8)}, "until_too_far"), ({"shape": "poly:1,1;2,2"}, "bad_shape"),
    ({"shape": "circle:31.5,121.5,100"}, "outside_every_area"),
])
def test_what_is_no_warning_is_refused(issue, read, changes, code):
    with pytest.raises(Invalid) as refused:
        issue(**changes)
    assert refused.value.code == code
    with read() as visit:
        assert listing.in_force(visit, "9901", drafts=True) == []


def test_strangers_may_not_issue_nor_those_of_one_district_for_another(issue):
    for scope, areas in ((cast.BO, ("990101",)), (cast.NOBODY, ("990101",)), (WEST_DUTY, ("990101", "990102"))):
        with pytest.raises((NotAllowed, Invalid)):
            issue(scope=scope, areas=areas)
    with pytest.raises(NotAllowed):
        issue(scope=WEST_DUTY, shape="box:30.001,120.001,30.03,120.03")
    assert issue(scope=WEST_DUTY)


def test_a_warning_for_the_city_is_seen_by_every_part_of_it_and_a_district_s_by_nobody_else(issue, read):
    issue(areas=("9901",))
    issue(areas=("990102",), title="East")
    with read(scope=cast.CHEN) as visit:
        assert [one.title for one in listing.in_force(visit, cast.COMMUNITY)] == ["Flood"]
    with read(scope=WEST_DUTY) as visit:
        assert [one.title for one in listing.in_force(visit, "9901")] == ["Flood"]
    with read(scope=cast.NOBODY) as visit:
        assert listing.in_force(visit, "9901") == []


def test_a_draft_is_seen_by_who_may_decide_and_issued_or_refused_once(issue, read, write):
    number = issue(how=issuing.propose)
    with read(scope=cast.BO) as visit:
        assert listing.in_force(visit, "990101", drafts=True) == []
    with read(scope=cast.ALICE) as visit:
        assert listing.in_force(visit, "9901") == []
        [draft] = listing.in_force(visit, "9901", drafts=True)
        assert checklist.tasks(visit, draft) == []
    with write(scope=cast.ALICE) as visit:
        assert issuing.confirm(visit, number, 1).state == "issued"
    with pytest.raises(Invalid), write(scope=cast.ALICE) as visit:
        issuing.refuse(visit, number, 2, "no")


def test_the_second_of_two_who_change_it_is_refused(issue, write):
    number = issue()
    with write(scope=cast.ALICE) as visit:
        issuing.update(visit, number, 1, Update(level="red"))
    with pytest.raises(Conflict), write(scope=cast.ALICE) as visit:
        issuing.lift(visit, number, 1, "over")


def test_it_is_lifted_with_a_reason_and_that_is_the_end(issue, read, write):
    number = issue()
    with pytest.raises(Invalid), write(scope=cast.ALICE) as visit:
        issuing.lift(visit, number, 1, "  ")
    with pytest.raises(NotAllowed), write(scope=cast.BO) as visit:
        issuing.lift(visit, number, 1, "over")
    with write(scope=cast.ALICE) as visit:
        issuing.lift(visit, number, 1, "water is gone", is_false_alarm=True)
    with read() as visit:
        one = listing.found(visit, number)
        assert (one.state, one.verdict, one.verdict_by) == ("lifted", "false_alarm", "Alice")
        assert [event.note for event in listing.history(visit, one)][-1] == "water is gone"
    with pytest.raises(Invalid), write(scope=cast.ALICE) as visit:
        issuing.update(visit, number, 2, Update(level="red"))
    with pytest.raises(NotFound), write(scope=cast.ALICE) as visit:
        issuing.lift(visit, "W0", 1, "x")


def test_its_time_over_it_is_shown_no_more_and_ends_at_the_next_look(issue, read, write):
    issue()
    later = cast.NOW + timedelta(hours=4)
    with read(now=later) as visit:
        assert listing.in_force(visit, "9901") == []
    with write(now=later) as visit:
        assert issuing.expire(visit) == 1
    with read(now=later) as visit:
        assert [one.state for one in listing.over(visit, "9901")] == ["expired"]


def test_the_plan_s_items_are_ticked_by_name_and_a_second_tick_changes_nothing(issue, read, write):
    number = issue()
    for minutes, scope in ((1, WEST_DUTY), (2, cast.ALICE)):
        with write(scope=scope, now=gauges.at(minutes)) as visit:
            checklist.tick(visit, issuing.find(visit, number), "go")
    with read() as visit:
        [task] = checklist.tasks(visit, listing.found(visit, number))
        assert (task.key, task.done_name, task.done_at) == ("go", "Wang", gauges.at(1))
    for scope, key, refusal in ((cast.BO, "go", NotAllowed), (cast.ALICE, "moon", NotFound)):
        with pytest.raises(refusal), write(scope=scope) as visit:
            checklist.tick(visit, issuing.find(visit, number), key)


def test_it_opens_cases_through_the_door_of_reports_and_never_twice(issue, read, write):
    number = issue(areas=("990101001", "990101002"))
    with write(scope=cast.ALICE) as visit:
        issuing.update(visit, number, 1, Update(level="orange"))
    with write(scope=cast.ALICE) as visit:
        assert checklist.missing(visit, issuing.find(visit, number)) == []
    with read() as visit:
        cases = visit.session.scalars(select(Case).where(Case.source == "warning").order_by(Case.id)).all()
        assert [one.event_id.split(":")[1] for one in cases] == ["go", "each", "each"]
        assert all(one.class_code == "0101" and one.state == "reported" for one in cases)
        tasks = checklist.tasks(visit, listing.found(visit, number))
        assert [(task.key, len(task.cases)) for task in tasks] == [("go", 1), ("each", 2)]
    with write(scope=cast.ALICE) as visit:
        one = issuing.find(visit, number)
        item = next(item for item in checklist.plan_of("flood", visit.folder).items if item.key == "go")
        assert checklist.open_cases(visit, one, item) == tasks[0].cases
