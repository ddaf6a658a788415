"""The page of health: each figure with target, meaning, moment and source; empty states say that nothing was there."""

from datetime import timedelta

import pytest

from dashboard.pages import health
from data.alarms import muting, outages
from data.errors import NotAllowed
from tests import cast
from tests.dashboard.reading import hooks, words


def test_on_a_quiet_day_every_figure_stands_there_and_nothing_is_wrong(page):
    shown = page(health)
    said = words(shown)
    assert hooks(shown, "data-figure") == list(health.FIGURES)
    assert "▲" not in said
    assert "as of 10:00:00" in said
    for empty in ("No alarm within 24 h", "No source sent anything within 24 h", "The program was never away"):
        assert empty in said
    assert said.count("cases and their events") >= len(health.FIGURES)


def test_what_is_beyond_its_target_is_marked_by_more_than_colour(page, write):
    with write(now=cast.NOW - timedelta(minutes=5)) as visit:
        for number in range(12):
            cast.open_case(visit, f"f{number}", category="0201")
    said = words(page(health))
    assert "Busiest 10 min ▲ 12 below 10" in said
    assert "Alarms in 10 min for each seat 2.0 (seats: 1, alarms in 24 h: 12)" in said
    assert "Chattering ▲ 1" in said
    assert "Fire phone 12 100%" in said


def test_it_tells_of_absences_and_of_muted_walls(page, write):
    for seconds in (-600, -385):
        with write(now=cast.NOW + timedelta(seconds=seconds)) as visit:
            outages.beat(visit.session, visit.now)
    with write(scope=cast.ALICE) as visit:
        muting.mute_walls(visit, muted=True)
    said = words(page(health))
    assert "▲ once, 3 min" in said
    assert "2026-03-18 09:50 2026-03-18 09:53" in said
    assert "⊘ muted until 10:30" in said


def test_declared_sources_say_how_many_of_their_areas_they_bring_cases_from(page, write, settings):
    assert "No source is declared" in words(page(health))
    folder = settings.data_dir / "feeds"
    folder.mkdir()
    (folder / "hotline.yaml").write_text("title: 热线\ntitle_en: Hotline\nevery_minutes: 60\nareas: [990101, 990102]\n",
                                         encoding="utf-8")
    (folder / "broken.yaml").write_text("title: x\n", encoding="utf-8")
    with write() as visit:
        cast.open_case(visit, "w", (0.5, 0.5), source="hotline")
    said = words(page(health))
    assert "Hotline 1/2 1 h 0 min ◐ District 02" in said
    assert "A declaration is wrong" in said
    assert "broken.yaml" not in said


def test_walls_are_told_of_to_who_may_let_them_in(page):
    assert "walls" in hooks(page(health), "data-fact")
    assert "walls" not in hooks(page(health, scope=cast.BO, area=cast.WEST_DISTRICT), "data-fact")


def test_the_browser_s_own_facts_have_their_places(page):
    assert hooks(page(health), "data-health") == ["link", "skew", "fonts"]
    assert hooks(page(health), "data-sound-test") == ["p1", "p2"]


@pytest.mark.parametrize("who", [cast.NOBODY])
def test_a_stranger_is_refused(read, who):
    with pytest.raises(NotAllowed), read(scope=who) as visit:
        visit.scope.require(health.PAGE.permission)


def test_it_speaks_chinese(page):
    assert "告警健康" in words(page(health, language="zh-CN"))
