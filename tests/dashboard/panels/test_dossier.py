"""The dossier of a drawn shape: what it says, what it offers, and how it tells what is no shape."""

import pytest

from dashboard.panels import dossier
from data.cases.only import Only
from tests import cast
from tests.dashboard.reading import hooks, words

AROUND = "circle:30.0045,120.005,450"


@pytest.fixture
def case_no(write) -> str:
    with write() as visit:
        return cast.open_case(visit, "e-1", (0.5, 0.5))


def test_nothing_drawn_is_nothing_shown(shown):
    for panel in (shown(dossier), shown(dossier, only=Only(priorities=(1,)))):
        assert words(panel) == ""
        assert hooks(panel, "data-panel") == []


def test_it_names_the_shape_counts_and_offers_to_send(shown, case_no):
    panel = shown(dossier, shape=AROUND)
    told = words(panel)
    assert told.startswith("Within 450 m")
    assert "0.64 km²" in told
    assert "Team GRD-1" in told
    assert hooks(panel, "data-then") == ["dispatch"]
    assert set(hooks(panel, "data-case")) == {case_no}
    assert hooks(panel, "data-area") == [cast.GRIDS[0, 0]]
    assert words(shown(dossier, shape=AROUND, language="zh-CN")).startswith("半径 450 m 范围")


def test_who_may_not_send_is_not_offered_to(shown, case_no):
    panel = shown(dossier, shape=AROUND, scope=cast.BO)
    assert hooks(panel, "data-case") == [case_no]
    assert hooks(panel, "data-then") == []


@pytest.mark.parametrize(("shape", "said"), [("circle:1,2,3", "A radius lies between"), ("poly:x", "cannot be read"),
                                             ("poly:0,0;0.01,0.01;0,0.01;0.01,0", "crosses itself")])
def test_what_is_no_shape_is_told_and_can_be_cleared(shown, shape, said):
    panel = shown(dossier, shape=shape)
    assert said in words(panel)
    assert hooks(panel, "data-state") == ["error"]
    assert hooks(panel, "data-undraw") == ["1"]


def test_an_empty_shape_says_so_of_everything(shown):
    told = words(shown(dossier, shape="circle:0,0,500"))
    for said in ("No open case inside", "No unit on duty inside", "No place inside"):
        assert said in told


def test_a_stranger_reads_of_none_of_it(shown, case_no):
    panel = shown(dossier, shape=AROUND, scope=cast.NOBODY)
    assert case_no not in words(panel)
    assert hooks(panel, "data-state") == ["denied"]
