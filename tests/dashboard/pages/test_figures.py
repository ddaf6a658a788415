"""The page of the dictionary: every figure with its meaning and its value here."""

import pytest

from dashboard.pages import figures
from dashboard.parts.tree import tree
from data.figures import dictionary
from data.profiles import kind
from data.scope import ROLES, Scope
from tests import cast, pile
from tests.dashboard.reading import hooks, props, with_hook, words

ADMIN = Scope(person="ada", name="Ada", areas=frozenset({""}), may=ROLES["sysadmin"])


def values(shown):
    return {props(cell)["data-kpi"]: props(cell)["data-value"] for cell in with_hook(shown, "data-kpi")}


def test_every_figure_stands_there_once_with_its_definition(page):
    shown = page(figures)
    assert hooks(shown, "data-kpi") == list(dictionary.definitions())
    assert set(hooks(shown, "data-definition")) == {f"figure.{name}" for name in dictionary.definitions()}
    assert values(shown)["backlog"] == "0"
    assert values(shown)["register_rate"] == ""


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_it_can_be_painted_in_both_languages(page, language):
    shown = page(figures, language=language)
    assert tree(shown)
    assert ("立案率" if language == "zh-CN" else "Registration rate") in words(shown)
    assert ("Breslow") in words(shown)


def test_values_are_of_the_area_and_the_period(page, write):
    with write() as visit:
        pile.put(visit)
        pile.put(visit, pile.THERE)
    assert values(page(figures))["received"] == "2"
    assert values(page(figures, area=cast.EAST_DISTRICT, period="today"))["received"] == "1"


def test_a_stranger_reads_their_own_values(page, write):
    with write() as visit:
        pile.put(visit, pile.THERE)
    assert values(page(figures, scope=cast.BO, area=cast.WEST_DISTRICT))["received"] == "0"
    assert values(page(figures, scope=cast.BO, area=cast.WEST_DISTRICT))["backlog"] == "0"


def test_the_city_s_own_weights_are_printed(page, write):
    assert "the program's own" in words(page(figures))
    with write(scope=ADMIN) as visit:
        kind.change(visit, "figures", "city", {"weights": {"response": 0.2, "solved": 0.4, "satisfied": 0.4}}, seen=0)
    assert "0.2 × response rate + 0.4 × solved rate + 0.4 × satisfied rate (version 1)" in words(page(figures))
