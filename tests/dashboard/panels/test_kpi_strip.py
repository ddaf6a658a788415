"""The strip: eight figures with their raw value, their comparison and what they mean."""

from datetime import timedelta

from dashboard.panels import kpi_strip
from data.cases.figures import Figure
from tests import cast
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
