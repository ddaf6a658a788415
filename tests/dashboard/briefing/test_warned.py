"""A daily briefing shows warnings in force and what was proposed to be sent, of the past as it was known then."""

from datetime import timedelta

from data import clock
from data.models.allocation import AllocationPick, AllocationPlan, AllocationShortfall
from data.warnings import checklist, issuing, listing, places
from data.warnings.issuing import Update, Wish
from tests import cast

LATER = cast.NOW + timedelta(minutes=30)


def table(brief, heading: str):
    """Return the table one of whose column headings this is."""
    [found] = [section.body for page in brief.pages for section in page.sections
               if heading in getattr(section.body, "head", ())]
    return found


def warn(write, level: str) -> int:
    with write(scope=cast.ALICE, now=cast.NOW) as visit:
        one = issuing.issue(visit, Wish(kind="flood", level=level, title="积水", title_en="Standing water",
                                        ground=places.chosen(visit, ["9901"]),
                                        valid_until=visit.now + timedelta(hours=6)))
        tasks = checklist.tasks(visit, one)
        tasks[0].done_at = visit.now
        return len(tasks)


def test_warnings_in_force_stand_there_the_worst_first_with_how_far_their_plan_is(write, made):
    count = warn(write, "yellow")
    warn(write, "red")
    found = table(made(language="en"), "Warning")
    assert found.title == "2 warnings in force, the highest Red"
    assert [row[0].text for row in found.rows] == ["Red", "Yellow"]
    assert [row[0].mark for row in found.rows] == ["p1", "p3"]
    assert found.rows[1][-1] == f"1/{count}"


def test_without_a_warning_it_says_so(made):
    assert table(made(language="en"), "Warning").empty == "No warning in force"


def test_a_briefing_of_an_earlier_moment_shows_the_warnings_of_then_and_how_far_their_plan_was(write, made):
    count = warn(write, "yellow")
    with write(scope=cast.ALICE, now=cast.NOW + timedelta(minutes=20)) as visit:
        [one] = listing.in_force(visit, "9901")
        checklist.tick(visit, one, checklist.tasks(visit, one)[1].key)
        issuing.update(visit, one.id, one.version, Update(level="red"))
    with write(scope=cast.ALICE, now=cast.NOW + timedelta(minutes=40)) as visit:
        issuing.lift(visit, one.id, 2, "dry")

    def said(minutes, **more):
        found = table(made(language="en", at=cast.NOW + timedelta(minutes=minutes),
                           now=cast.NOW + timedelta(hours=2), **more), "Warning")
        return [(row[0].text, row[-1]) for row in found.rows] or found.empty

    assert said(10) == [("Yellow", f"1/{count}")]
    [(level, items)] = said(30)
    assert (level, items.split("/")[0]) == ("Red", "2")
    assert int(items.split("/")[1]) >= count
    assert said(50) == "No warning in force"
    assert said(-10) == "Not known: no warnings were kept at that time yet"
    assert said(30, area="990102", scope=cast.ALICE) == said(30), "it is the whole city's"


def plan(write) -> None:
    with write(scope=cast.ALICE, now=cast.NOW) as visit:
        visit.session.add(AllocationPlan(
            id="P1", area_code="9901", made_at=visit.now, by_name="Alice", cases=3, units=2, seconds=0.1, gap=0.0,
            delay_min=10, nearest_first_min=12, body={}))
        visit.session.flush()
        for number, state in enumerate(("accepted", "refused")):
            visit.session.add(AllocationPick(plan_id="P1", area_code="990101", case_id=number, case_no=str(number),
                                             case_version=1, unit_id="SAN-1", minutes=3.0, body={}, state=state,
                                             decided_at=visit.now + timedelta(minutes=5)))
        visit.session.add(AllocationShortfall(
            plan_id="P1", area_code="990101", case_id=9, case_no="9", case_version=1, priority=2, reason="engaged",
            hour_no=clock.hour_number(visit.now), details={}))


def test_what_was_proposed_today_and_why_nobody_could_be_sent(write, made):
    assert table(made(language="en"), "Why nobody could be sent").empty == "No dispatch was proposed today"
    plan(write)
    found = table(made(language="en", now=LATER), "Why nobody could be sent")
    assert found.title == "Proposals made once today: 2 picks, 1 sent"
    assert [(reason, cell.text) for reason, cell in found.rows] == [("all out", "1")]


def test_a_part_reads_of_a_plan_for_the_city_what_concerns_it_and_another_part_nothing(write, made):
    plan(write)
    found = table(made(language="en", area="990101", scope=cast.BO, now=LATER), "Why nobody could be sent")
    assert found.title == "Proposals made once today: 2 picks, 1 sent"
    found = table(made(language="en", area="990102"), "Why nobody could be sent")
    assert found.empty == "No dispatch was proposed today"


def test_of_an_earlier_moment_it_says_what_had_been_proposed_and_sent_by_then(write, made):
    plan(write)
    said = [table(made(language="en", at=cast.NOW + timedelta(minutes=minutes), now=LATER), "Why nobody could be sent")
            for minutes in (-1, 2, 6)]
    assert said[0].empty == "No dispatch was proposed today"
    assert [one.title for one in said[1:]] == ["Proposals made once today: 2 picks, 0 sent",
                                               "Proposals made once today: 2 picks, 1 sent"]
    assert [(reason, cell.text) for reason, cell in said[1].rows] == [("all out", "1")]
