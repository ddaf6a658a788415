"""A leader's home: decisions with the button that answers each, what is new with counts that lead on."""

from datetime import timedelta

from dashboard.panels import home
from data.cases import workflow
from data.people import presence
from tests import cast
from tests.dashboard.reading import hooks, with_hook, words

HOUR = timedelta(hours=1)


def test_nothing_to_decide_says_so_and_what_is_new_stands_below(shown):
    panel = shown(home, scope=cast.BO, area=cast.WEST_DISTRICT)
    assert words(panel) == ("For you to decide: 0 Nothing waits for you Last 24 hours "
                            "0 New urgent 0 Newly overdue 0 Closed 0 Sent on")
    assert hooks(panel, "data-state") == ["zero"]
    assert "没有待您处理的事项" in words(shown(home, scope=cast.BO, language="zh-CN"))


def test_each_decision_opens_its_case_with_the_form_that_answers_it(shown, write):
    with write() as visit:
        fire = cast.open_case(visit, "fire", category="0201")
        late = cast.open_case(visit, "late")
        workflow.move(visit, late, "accept", version=1)
    panel = shown(home, scope=cast.BO, area=cast.WEST_DISTRICT, now=cast.NOW + 1 * HOUR)
    assert hooks(panel, "data-decision") == ["urgent"]
    assert words(panel).startswith("For you to decide: 1 Urgent and not acknowledged 1")
    [press] = with_hook(panel, "data-then")
    assert (hooks(press, "data-case"), hooks(press, "data-then")) == ([fire], ["instruct"])
    later = shown(home, scope=cast.BO, area=cast.WEST_DISTRICT, now=cast.NOW + 30 * HOUR)
    assert hooks(later, "data-then") == ["supervise", "supervise"]
    assert "late" in words(later)


def test_what_is_new_counts_from_the_end_of_the_last_visit(shown, write):
    with write(scope=cast.BO) as visit:
        presence.note(visit)
    with write(now=cast.NOW + HOUR) as visit:
        cast.open_case(visit, category="0201")
    panel = shown(home, scope=cast.BO, area=cast.WEST_DISTRICT, now=cast.NOW + 2 * HOUR)
    assert "Since 10:00 1 New urgent 1 Newly overdue" in words(panel)
    assert hooks(panel, "href")[0] == f"/desk/changes?area={cast.WEST_DISTRICT}&what=urgent"
    assert "自 10:00 以来" in words(shown(home, scope=cast.BO, now=cast.NOW + 2 * HOUR, language="zh-CN"))


def test_who_leads_nobody_is_refused(shown):
    assert hooks(shown(home), "data-state") == ["denied"]
