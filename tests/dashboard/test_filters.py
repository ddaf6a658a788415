"""The address's filter: read key by key, written back, and told by panels that cannot keep to it."""

from dataclasses import replace

import pytest
from dash import html

from dashboard import filters, panel
from dashboard.panel import Panel, View
from dashboard.parts.frame import filtered, marks
from dashboard.speech import Words
from dashboard.surface import SURFACES
from dashboard.wiring import fill, view_for, words_for
from data.cases.only import ALL, Only
from data.scope import PERMISSIONS
from tests import cast
from tests.dashboard.reading import hooks, words

ASKED = {"cat": "01,0202", "q": "井盖 9 号", "pri": "2,1",
         "st": "overdue,open", "range": "7d", "cmp": "yoy", "cls": "jenks"}


def test_an_address_is_read_and_written_back(read):
    with read() as visit:
        found = filters.read(visit, ASKED)
        assert (found.classes, found.codes) == (("01", "0202"), ("01", "0202", "0101", "0102"))
        assert (found.priorities, found.states, found.span) == ((1, 2), ("overdue", "open"), "7d")
        assert found.words == "井盖 9 号"
        assert filters.read(visit, filters.write(found)) == found
        assert filters.write(ALL) == {}


def test_a_time_of_ones_own_is_read_and_written_back(read):
    with read() as visit:
        found = filters.read(visit, {"from": "2026-03-17T08:00+08:00", "to": "2026-03-17T09:00+08:00", "range": "7d"})
        assert (found.span, found.begin.isoformat()) == ("", "2026-03-17T00:00:00+00:00")
        assert filters.read(visit, filters.write(found)) == found


@pytest.mark.parametrize(("asked", "kinds"), [
    ({"cat": "no such,%"}, set()), ({"pri": "0,7,x"}, set()), ({"st": "asleep"}, set()), ({"range": "1y"}, set()),
    ({"from": "yesterday"}, set()), ({"from": "2026-03-18T10:00+08:00", "to": "2026-03-17T10:00+08:00"}, set()),
    ({"cat": ["01"], "pri": 1, "range": ["7d"], "from": 5}, set()), ({"to": "2026-03-18T10:00+08:00"}, set()),
    ({"q": ["lamp"]}, set()), ({"q": "x" * 81}, set()), ({"q": " \u202e "}, set()), ({"q": "lamp"}, {"q"}),
    ({"cat": "no such", "pri": "1", "st": "asleep,open"}, {"pri", "st"}), ({}, set()),
])
def test_what_cannot_be_read_falls_back_key_by_key(read, asked, kinds):
    with read() as visit:
        assert filters.read(visit, asked).kinds() == kinds


def test_a_view_holds_filter_comparison_and_classing(read):
    with read() as visit:
        asked, plain = view_for(visit, ASKED, "desk"), view_for(visit, {"cmp": "daily", "cls": ["jenks"]}, "desk")
        stateless = view_for(visit, {**ASKED, "st": ""}, "desk")
    assert (asked.only.priorities, asked.compare, asked.classing) == ((1, 2), "none", "jenks")
    assert stateless.compare == "yoy", "what a case was by that time then nobody knows, so a state is not compared"
    assert (plain.only, plain.compare, plain.classing) == (ALL, "mom", "fixed")


def section(visit, t, view):
    return html.Section([html.P("12 cases")], **marks("tried", "fresh", visit.now))


@pytest.mark.parametrize(("honours", "told"), [(frozenset(), ["pri st"]), (frozenset({"pri"}), ["st"]),
                                               (frozenset({"pri", "st"}), []), (None, [])])
def test_a_panel_that_cannot_keep_to_a_filter_says_so(read, honours, told):
    one = Panel(name="tried", permission="cases.view", words={"zh-CN": {}, "en": {}}, layout=lambda t, view: html.P(),
                answer=section, honours=honours)
    view = View(area="9901", norm="abs", surface="desk", only=Only(priorities=(1,), states=("open",)))
    with read(scope=cast.ALICE) as visit:
        found = fill(replace(visit, language="en"), view, one)
        assert hooks(found, "data-unfiltered") == told
        assert ("Not filtered by" in words(found)) is bool(told)
        assert hooks(fill(visit, replace(view, only=ALL), one), "data-unfiltered") == []


@pytest.mark.parametrize("name", [one.name for one in panel.discover() if one.honours is not None])
def test_every_panel_that_counts_cases_keeps_to_the_filter_or_says_so(read, name):
    one = next(one for one in panel.discover() if one.name == name)
    surface = next(key for key in ("desk", "wall") if name in SURFACES[key].PANELS)
    view = View(area="9901", norm="abs", surface=surface, only=Only(classes=("02",), codes=("02", "0201"),
                priorities=(1,), states=("open",), span="24h", begin=cast.NOW, end=cast.NOW))
    with read(scope=replace(cast.ALICE, may=frozenset(PERMISSIONS))) as visit:
        found = fill(visit, view, one)
        missed = {"cat", "pri", "st", "range"} - one.honours
        assert hooks(found, "data-unfiltered") == ([" ".join(sorted(missed))] if missed else [])


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_filter_that_leaves_nothing_is_no_zero_and_can_be_cleared(read, language):
    with read() as visit:
        t: Words = words_for(replace(visit, language=language))
        found = filtered("classes", t, "Classes", as_of=visit.now)
    assert hooks(found, "data-state") == ["filtered"]
    assert hooks(found, "data-clear-filters") == ["1"]
    assert t("filters.nothing_left") in words(found)
