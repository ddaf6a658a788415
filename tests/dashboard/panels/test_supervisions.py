"""What is under supervision on a wall: the next to breach first, each with its lamp, of one's own areas alone."""

from datetime import timedelta

import pytest

from dashboard.panels import supervisions
from data.cases import workflow
from data.cases.given import Given
from data.scope import Scope
from tests import cast
from tests.dashboard.reading import hooks, words

HOUR = timedelta(hours=1)


@pytest.fixture
def numbers(write) -> dict[str, str]:
    """Return the numbers of two cases under supervision, one of the west and one of the east."""
    with write(scope=Scope.of_job("boss")) as visit:
        found = {"west": cast.open_case(visit, "west"), "east": cast.open_case(visit, "east", (3.5, 0.5))}
        for name, hours in (("west", 8), ("east", 4)):
            workflow.move(visit, found[name], "supervise", version=1,
                          given=Given(note="督办", until=visit.now + hours * HOUR))
    return found


def test_the_next_to_breach_stands_first(shown, numbers):
    panel = shown(supervisions)
    assert hooks(panel, "data-case") == [numbers["east"], numbers["west"]]
    assert words(panel).startswith("Key items: 2 in force, all in time")
    assert hooks(panel, "data-node")[:7] == ["filed", "issued", "received", "handled", "reported", "checked", "lifted"]


def test_what_is_late_is_counted_in_the_title_and_red(shown, numbers):
    panel = shown(supervisions, now=cast.NOW + 1.5 * HOUR)
    assert words(panel).startswith("Key items: 2 in force, 1 late")
    assert "⬢ 30 min late" in words(panel)
    assert "late" in hooks(panel, "data-light")


def test_a_wall_shows_six_and_says_how_many_more_there_are(shown, write):
    with write(scope=Scope.of_job("boss")) as visit:
        for n in range(8):
            number = cast.open_case(visit, f"e-{n}")
            workflow.move(visit, number, "supervise", version=1, given=Given(note="督办"))
    panel = shown(supervisions, surface="wall")
    assert len(hooks(panel, "data-item")) == 6
    assert words(panel).endswith("2 more")


def test_what_was_lifted_is_not_on_a_wall(shown, write, numbers):
    with write(scope=Scope.of_job("boss")) as visit:
        workflow.move(visit, numbers["east"], "lift_supervision", version=2)
    assert hooks(shown(supervisions), "data-case") == [numbers["west"]]


def test_nothing_is_zero_not_an_error(shown):
    assert hooks(shown(supervisions), "data-state") == ["zero"]


def test_a_stranger_sees_only_what_is_theirs(shown, numbers):
    assert hooks(shown(supervisions, scope=cast.BO), "data-case") == [numbers["west"]]
