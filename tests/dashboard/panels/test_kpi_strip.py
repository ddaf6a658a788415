"""The strip: eight figures with their raw value, their comparison and what they mean."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from dashboard.panel import View
from dashboard.panels import kpi_strip
from dashboard.speech import Words
from data.cases.only import Only
from data.figures.definition import Figure
from tests import cast, pile
from tests.dashboard.reading import hooks, props, with_hook, words

NAMES = ["received_today", "open_now", "on_time_rate", "overdue_now", "first_response", "closed_today", "units_on_duty",
         "urgent_unacknowledged"]


def figures(strip) -> dict[str, str]:
    return {props(card)["data-kpi"]: props(card)["data-value"] for card in with_hook(strip, "data-kpi")}


def test_it_shows_eight_figures_each_with_its_meaning(shown, write):
    with write() as visit:
        cast.open_case(visit, "a", category="0201")
        cast.open_case(visit, "b", due_at=cast.NOW - timedelta(hours=1))
    strip = shown(kpi_strip)
    assert list(figures(strip)) == NAMES
    assert {name: figures(strip)[name] for name in ("received_today", "open_now", "overdue_now", "units_on_duty",
                                                    "urgent_unacknowledged")} == {
        "received_today": "2", "open_now": "2", "overdue_now": "1", "units_on_duty": "5", "urgent_unacknowledged": "1"}
    assert all(props(card)["title"] and props(card)["data-definition"] for card in with_hook(strip, "data-kpi"))
    assert hooks(strip, "data-asof") == [cast.NOW.isoformat(timespec="seconds")]


def test_what_is_not_known_is_a_dash_and_not_a_zero(shown):
    strip = shown(kpi_strip)
    assert figures(strip)["on_time_rate"] == ""
    assert figures(strip)["open_now"] == "0"
    assert "—" in words(strip)


def test_only_what_needs_somebody_is_coloured(shown, write):
    assert not any("is-" in part.className for part in with_hook(shown(kpi_strip), "data-kpi"))
    with write() as visit:
        cast.open_case(visit, category="0201", due_at=cast.NOW - timedelta(hours=1))
    tones = {props(card)["data-kpi"]: card.className for card in with_hook(shown(kpi_strip), "data-kpi")}
    assert tones["overdue_now"] == "kpi is-bad"
    assert tones["urgent_unacknowledged"] == "kpi is-warning"
    assert tones["open_now"] == "kpi"


def test_a_stranger_s_figures_are_of_their_area_only(shown, write):
    with write() as visit:
        cast.open_case(visit, "far", (3.5, 3.5))
    assert figures(shown(kpi_strip, scope=cast.BO))["open_now"] == "0"
    assert figures(shown(kpi_strip, area=cast.EAST_DISTRICT))["open_now"] == "1"


def test_a_change_is_good_or_bad_only_where_a_direction_is():
    def tone(good_when, value, before):
        figure = Figure(name="x", unit="cases", as_of=cast.NOW, value=value, before=before, good_when=good_when)
        return kpi_strip.tone_of(figure)

    assert (tone("high", 2, 1), tone("high", 1, 2)) == ("is-better", "is-worse")
    assert (tone("low", 2, 1), tone("low", 1, 2)) == ("is-worse", "is-better")
    assert (tone("", 2, 1), tone("high", 1, 1), tone("high", None, 1), tone("high", 1, None)) == ("", "", "", "")


DESK = View(area="9901", norm="abs", surface="desk")


def remark(name: str, language: str = "en", value: float | None = 1, before: float | None = None, sample: int = 4,
           **details: float) -> tuple[str, str]:
    """Return what is said beside a figure of this name."""
    good = {"on_time_rate": "high", "closed_today": "high", "overdue_now": "low", "first_response": "low"}
    figure = Figure(name=name, unit="cases", as_of=cast.NOW, value=value, before=before, sample=sample, details=details,
                    good_when=good.get(name, ""))
    t = Words(language=language, zone=ZoneInfo("Asia/Shanghai")).with_own(kpi_strip.WORDS)
    return kpi_strip.remark(figure, t, DESK)


@pytest.mark.parametrize(("said", "zh", "given"), [
    (("▲ 50% vs yesterday", ""), "较昨日同时 ▲ 50%", {"name": "received_today", "value": 30, "before": 20}),
    (("▼ 50% vs yesterday", "is-worse"), "较昨日同时 ▼ 50%", {"name": "closed_today", "value": 10, "before": 20}),
    (("19 yesterday", ""), "昨日同时 19", {"name": "received_today", "value": 30, "before": 19}),
    (("0 yesterday", ""), "昨日同时 0", {"name": "closed_today", "value": 30, "before": 0}),
    (("P1 3 · P2 12", ""), "一级 3 · 二级 12", {"name": "open_now", "p1": 3, "p2": 12}),
    (("2 over 48 h", ""), "超 48 小时 2 件", {"name": "overdue_now", "long": 2}),
    (("▲ 2.5 pts in a week", "is-better"), "较上周 ▲ 2.5 点",
     {"name": "on_time_rate", "value": 92.5, "before": 90.0}),
    (("of 4 due in 7 days", ""), "近 7 天应结 4 件", {"name": "on_time_rate", "value": 75.0}),
    (("none due in 7 days", ""), "近 7 天无应结件", {"name": "on_time_rate", "value": None}),
    (("P90 48 min", ""), "P90 48 分钟", {"name": "first_response", "p90": 47.6}),
    (("None", ""), "暂无", {"name": "first_response", "value": None}),
    (("2 out · 6 in all", ""), "出动 2 · 共 6", {"name": "units_on_duty", "engaged": 2, "all": 6}),
    (("oldest 12 min", ""), "最久 12 分钟", {"name": "urgent_unacknowledged", "oldest_minutes": 12.2}),
    (("nobody waits", ""), "无人等候", {"name": "urgent_unacknowledged", "value": 0}),
])
def test_beside_each_figure_stands_what_it_needs_to_be_believed(said, zh, given):
    assert remark(**given) == said
    assert remark(language="zh-CN", **given)[0] == zh


@pytest.mark.parametrize(("value", "raw", "zh", "en"), [
    (0, "0", "0", "0"), (1_234_567, "1234567", "123 万", "1,234,567"), (None, "", "—", "—"), (12_000_001, "12000001",
                                                                                            "1200 万", "12,000,001"),
])
def test_the_raw_value_is_exact_whatever_is_shown(value, raw, zh, en):
    figure = Figure(name="received_today", unit="cases", as_of=cast.NOW, value=value, before=0)
    for language, shown_as in (("zh-CN", zh), ("en", en)):
        t = Words(language=language, zone=ZoneInfo("Asia/Shanghai")).with_own(kpi_strip.WORDS)
        card = kpi_strip.card(figure, t, DESK)
        assert props(card)["data-value"] == raw
        assert shown_as in words(card)


def test_a_rate_is_shown_with_one_decimal_and_told_more_exactly(shown, write):
    with write() as visit:
        pile.put_all(visit, [pile.case(pile.HERE, cast.NOW, closed_at=cast.NOW - timedelta(hours=1), due_at=due)
                             for due in (cast.NOW, cast.NOW, cast.NOW - timedelta(hours=2))])
    strip = shown(kpi_strip)
    assert float(figures(strip)["on_time_rate"]) == pytest.approx(200 / 3)
    assert "66.7 %" in words(strip)


def test_a_moved_map_counts_what_it_shows_beside_the_whole(shown, write):
    with write() as visit:
        cast.open_case(visit, "here", (0.5, 0.5), category="0201")
        cast.open_case(visit, "there", (3.5, 3.5), category="0201")
    strip = shown(kpi_strip, box=(*cast.at(0, 0), *cast.at(2, 2)))
    assert figures(strip)["open_now"] == "1"
    assert "in map · 2 in all" in words(strip)
    assert figures(strip)["closed_today"] == figures(shown(kpi_strip))["closed_today"]


@pytest.mark.parametrize(("compare", "value", "before", "said"), [
    ("yoy", 30, None, "vs last year — (no data then)"), ("yoy", 30, 0, "vs last year — (zero then)"),
    ("yoy", 30, 19, "vs last year ▲ 11 (was 19)"), ("yoy", 30, 20, "vs last year ▲ 50%"), ("none", 30, None, ""),
])
def test_a_comparison_that_was_chosen_names_itself_and_its_base(compare, value, before, said):
    figure = Figure(name="received_today", unit="cases", as_of=cast.NOW, value=value, before=before)
    t = Words(language="en", zone=ZoneInfo("Asia/Shanghai")).with_own(kpi_strip.WORDS)
    assert kpi_strip.remark(figure, t, replace(DESK, compare=compare))[0] == said


def test_a_press_on_a_card_filters_by_what_it_counts_at_a_desk_alone(shown):
    assert hooks(shown(kpi_strip), "data-narrow") == [
        "range:today", "st:open", "st:overdue", "st:closed", "tab:forces", "st:unacknowledged"]
    assert hooks(shown(kpi_strip, surface="wall"), "data-narrow") == []


def test_a_filtered_card_is_pressed_and_tells_its_time(shown):
    begin = cast.NOW - timedelta(days=6)
    panel = shown(kpi_strip, only=Only(states=("overdue",), span="7d", begin=begin, end=cast.NOW))
    pressed = [props(one)["data-narrow"] for one in with_hook(panel, "data-narrow")
               if props(one).get("aria-pressed") == "true"]
    assert pressed == ["st:overdue"]
    assert "Received (7 days)" in words(panel)
    assert "not filtered" in words(panel)
