"""Parts that several panels are built of: frame, bars, marks, the curve."""

from zoneinfo import ZoneInfo

import pytest

from dashboard.panel import View
from dashboard.parts import bars, frame, symbols, trend_figure
from dashboard.parts.table import Cell, Column, Row, table
from dashboard.speech import LANGUAGES, Words
from data.units.status import STATUSES
from tests import cast
from tests.dashboard.reading import hooks, parts, props, words

EN, ZH = (Words(language=language, zone=ZoneInfo("Asia/Shanghai")) for language in reversed(LANGUAGES))


def view(surface: str, type_px: float = 12) -> View:
    return View(area="9901", norm="abs", surface=surface, type_px=type_px)


def test_a_panel_carries_the_hooks_a_watchdog_reads():
    panel = frame.panel("trend", "Finding", "body", as_of=cast.NOW, note="cases", source="register", state="late")
    assert {name: props(panel)[name] for name in ("data-panel", "data-state", "data-asof", "data-period")} == {
        "data-panel": "trend", "data-state": "late", "data-asof": "2026-03-18T02:00:00+00:00", "data-period": "60"}
    assert words(panel) == "Finding cases body register"
    assert panel.className == "panel panel-trend"


def test_before_its_first_data_a_panel_loads_and_has_no_moment():
    assert hooks(frame.skeleton("kpi"), "data-state") == ["loading"]
    assert hooks(frame.skeleton("kpi"), "data-asof") == [""]
    assert words(frame.skeleton("kpi")) == "", "a skeleton says nothing"


@pytest.mark.parametrize(("state", "en", "zh"), [("error", "Source unavailable · retrying", "数据源不可用 · 正在重试"),
                                                 ("denied", "No permission to see this", "无权限查看")])
def test_a_problem_never_looks_like_zero(state, en, zh):
    problem = frame.problem("kpi", EN, "said", state)
    assert hooks(problem, "data-state") == [state]
    assert words(problem).startswith(f"Key figures ! {en} said")
    assert ("Try again" in words(problem)) == (state == "error"), "what may not be seen is not asked for again"
    assert zh in words(frame.problem("kpi", ZH, "said", state))


@pytest.mark.parametrize(("share", "width"), [(1.0, "100%"), (0.5, "50%"), (0.0, "1%"), (0.004, "1%")])
def test_a_bar_is_as_long_as_its_share_and_never_gone(share, width):
    row = bars.bar_row(2, "name", share, "5")
    inner = next(part for part in parts(row) if type(part).__name__ == "I")
    assert inner.style == {"width": width}


def test_only_a_row_that_leads_somewhere_can_be_pressed():
    still, leading = bars.bar_row(1, "n", 1, "5"), bars.bar_row(2, "n", 1, "5", hooks={"data-area": "9901"})
    assert "role" not in props(still)
    assert (props(leading)["role"], props(leading)["data-area"]) == ("button", "9901")
    assert (still.className, leading.className) == ("bar-row is-first", "bar-row")


def test_marks_are_shapes_for_the_eye_and_silent_for_a_reader():
    for mark in (symbols.priority_mark(1), *(symbols.status_mark(status) for status in STATUSES)):
        assert words(mark) == ""
    assert props(symbols.priority_mark(2))["aria-hidden"] == "true"
    assert [words(symbols.priority_chip(n, EN)) for n in (1, 4)] == ["P1 critical", "P4 normal"]


@pytest.mark.parametrize(("surface", "size"), [("wall", 24), ("wall", 16), ("desk", 12)])
def test_a_curve_is_drawn_as_large_as_its_screen_needs(surface, size):
    figure = trend_figure.draw([("week", [1]), ("yesterday", [2]), ("today", [3, 4])], view=view(surface, size),
                               label="now")
    assert figure.layout.font.size == size
    assert figure.data[2].line.width > figure.data[1].line.width


def test_a_curve_of_nothing_is_drawn_too():
    figure = trend_figure.draw([("week", []), ("yesterday", []), ("today", [])], view=view("desk"), label="")
    assert len(figure.data) == 3
    assert not figure.layout.annotations
    assert figure.layout.yaxis.range == (0, 5)


@pytest.mark.parametrize(("highest", "steps", "zh"), [
    (0, [0, 2, 4], ["0", "2", "4"]), (7, [0, 2, 4, 6, 8], ["0", "2", "4", "6", "8"]),
    (130, [0, 50, 100, 150], ["0", "50", "100", "150"]),
    (30_000, [0, 10_000, 20_000, 30_000], ["0", "1.00 万", "2.00 万", "3.00 万"]),
])
def test_the_upright_axis_is_written_in_wan_and_never_in_thousands(highest, steps, zh):
    axis = trend_figure.draw([("a", []), ("b", []), ("c", [highest])], view=view("desk"), label="",
                             number=ZH.number).layout.yaxis
    assert (list(axis.tickvals), list(axis.ticktext)) == (steps, zh)


@pytest.mark.parametrize(("hour", "anchor"), [(0, "left"), (12, "center"), (23, "right")])
def test_the_label_stays_inside_the_frame(hour, anchor):
    today = [1] * (hour + 1)
    figure = trend_figure.draw([("a", []), ("b", []), ("c", today)], view=view("desk"), label="now")
    assert figure.layout.annotations[0].xanchor == anchor
    assert figure.layout.annotations[0].x == hour


def test_a_mark_stands_before_the_text_of_its_cell():
    shown = table([Column(key="a", heading="A")], [Row(cells={"a": Cell(text="x", lead=symbols.priority_mark(1))})],
                  empty="")
    assert [props(part)["className"] for part in parts(shown) if type(part).__name__ == "I"] == ["mark p1"]
