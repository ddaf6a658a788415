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
    assert words(panel).startswith("Supervised: 2 in force, all in time")


def test_what_is_late_is_counted_in_the_title_and_red(shown, numbers):
    panel = shown(supervisions, now=cast.NOW + 5 * HOUR)
    assert words(panel).startswith("Supervised: 2 in force, 1 late")
    assert hooks(panel, "data-lamp")[0] == "red"


def test_nothing_is_zero_not_an_error(shown):
    assert hooks(shown(supervisions), "data-state") == ["zero"]


def test_a_stranger_sees_only_what_is_theirs(shown, numbers):
    assert hooks(shown(supervisions, scope=cast.BO), "data-case") == [numbers["west"]]
