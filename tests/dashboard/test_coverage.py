"""A panel whose areas are not all heard of says so, without saying less of what is worse."""

from dataclasses import replace

import pytest
from dash import html

from dashboard.panel import Panel, View
from dashboard.parts import coverage
from dashboard.parts.frame import marks, panel
from dashboard.speech import Words
from dashboard.wiring import fill
from data.feeds.coverage import NOTHING_EXPECTED, Coverage, Missing
from data.feeds.declared import Feed
from tests import cast
from tests.dashboard.reading import hooks, words

FEED = Feed(id="hotline", title="热线", title_en="Hotline", areas=("990102",), every_minutes=60)
PARTIAL = Coverage(expected=14, heard=13, missing=(Missing(area="990102", name="<b>East", feed=FEED),), unit="区")


def view_of(found: Coverage = PARTIAL, surface: str = "desk") -> View:
    return View(area="9901", norm="abs", surface=surface, coverage=found)


def shown(read, state: str = "fresh", view: View | None = None, *, honours=frozenset(), language: str = "zh-CN"):
    def answer(visit, t, view):
        return panel("tried", "finding", html.P("12"), as_of=visit.now, note="cases", state=state)

    one = Panel(name="tried", permission="cases.view", words={"zh-CN": {}, "en": {}}, layout=lambda t, view: html.P(),
                answer=answer, honours=honours)
    with read(scope=cast.ALICE) as visit:
        return fill(replace(visit, language=language), view or view_of(), one)


def test_a_desk_lists_what_is_missing_behind_its_chip_and_a_wall_only_shows_it(read, city):
    desk = shown(read)
    assert (hooks(desk, "data-state"), hooks(desk, "data-coverage"), hooks(desk, "data-missing")) == (
        ["partial"], ["13/14"], ["1"])
    assert "finding cases 13/14 区" in words(desk)
    wall = shown(read, view=view_of(surface="wall"))
    assert (hooks(wall, "data-state"), hooks(wall, "data-missing")) == (["partial"], [])
    assert "13/14 区" in words(wall)
    assert "区 13/14" in words(shown(read, language="en"))


@pytest.mark.parametrize(("state", "becomes", "has_chip"), [
    ("fresh", "partial", True), ("zero", "partial", True), ("late", "late", True), ("stale", "stale", True),
    ("filtered", "filtered", True), ("error", "error", False), ("denied", "denied", False),
    ("nodata", "nodata", False), ("loading", "loading", False)])
def test_what_is_worse_goes_before_partial_and_what_is_better_after(read, city, state, becomes, has_chip):
    found = shown(read, state)
    assert (hooks(found, "data-state"), bool(hooks(found, "data-coverage"))) == ([becomes], has_chip)


def test_nothing_changes_where_all_is_heard_of_or_no_case_is_counted(read, city):
    for view in (view_of(NOTHING_EXPECTED), view_of(Coverage(expected=3, heard=3))):
        assert hooks(shown(read, view=view), "data-state") == ["fresh"]
    assert hooks(shown(read, honours=None), "data-state") == ["fresh"]


def test_a_panel_without_a_title_carries_the_chip_itself():
    strip = html.Section([html.P("12")], **marks("kpi", "fresh", cast.NOW))
    found = coverage.covered(strip, Words(language="en", zone=None), view_of())
    assert words(found) == "12 区 13/14"


def test_the_script_is_told_each_silence_in_words():
    said = coverage.told(PARTIAL, Words(language="en", zone=None))
    assert said["missing"] == [{"area": "990102", "name": "<b>East", "why": "Hotline: nothing for over 3 hours"}]
    assert (said["share"], said["chip"]) == ("13/14", "区 13/14")
    often = FEED.model_copy(update={"every_minutes": 25})
    short = replace(PARTIAL, missing=(replace(PARTIAL.missing[0], feed=often),))
    (said,) = coverage.told(short, Words(language="zh-CN", zone=None))["missing"]
    assert said["why"] == "热线超过 1 小时 15 分没有数据"
    assert coverage.told(NOTHING_EXPECTED, Words(language="en", zone=None)) is None
