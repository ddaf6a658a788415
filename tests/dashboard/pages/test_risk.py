"""The page of grid profiles: every table in words, fresh, late or not made yet, and nothing of persons."""

from datetime import timedelta

import pytest

from dashboard.pages import grid, risk
from dashboard.speech import LANGUAGES, shared_words
from data.models.case import Case
from data.models.person import Person
from data.models.risk import GridProfile
from data.scope import ROLES, Grant, Scope
from tests import cast, profiled
from tests.dashboard.reading import hooks, words

ONE_OFFICE = Scope.of_grants("han", "Han", [Grant(permission="cases.view", department="clean")])
SECTIONS = ["patrol", "hot", "risks", "blind", "clusters", "near", "repeats"]


@pytest.fixture
def kept(write):
    with write() as visit:
        profiled.store(visit)


def test_before_anything_was_made_each_part_says_so(page):
    shown = page(risk)
    assert hooks(shown, "data-risk") == SECTIONS
    assert hooks(shown, "data-state") == ["empty"] * len(SECTIONS)
    assert "Not made yet" in words(shown)
    assert "尚未计算" in words(page(risk, language="zh-CN"))


def test_the_tables_say_why_in_words(page, kept):
    said = words(page(risk))
    assert "recent cases +90" in said
    assert "Weights: recent cases 90% · people with needs 10%" in said
    assert "too short for a back-test" in said
    assert "nothing reported, sensed or visited in 28 days" in said
    assert "Appearance 8.0" in said
    assert "Public safety" in said
    assert "3.00" in said, "thirty pairs where ten were expected"
    assert "who walked by left no trace" in said
    assert hooks(page(risk), "data-grid").count(profiled.WEST) == 6


def test_without_scores_and_below_the_goal_the_learned_ranking_is_off_and_says_so(page, write, kept):
    assert hooks(page(risk), "data-patrol") == ["off"]
    assert "Too few days were scored" in words(page(risk))
    with write() as visit:
        profiled.score_days(visit, learned=1.1)
    assert "1.20 times the other's, below 1.3" in words(page(risk))
    assert "学习排序未启用" in words(page(risk, language="zh-CN"))


def test_above_the_goal_it_is_on_and_says_what_it_rests_on(page, write, kept):
    with write() as visit:
        profiled.score_days(visit, learned=4.0)
    shown = page(risk)
    assert hooks(shown, "data-patrol") == ["on"]
    assert "the last week 70% · the grids beside it 30%" in words(shown)
    assert "Scores day by day" in words(shown)
    assert "Scores day by day" not in words(page(risk, scope=cast.BO)), "they are of the whole city"


def test_what_is_old_says_that_it_is_late(page, kept):
    shown = page(risk, now=cast.NOW + timedelta(hours=4))
    assert [state for state in hooks(shown, "data-state") if state == "late"] == ["late"] * 3
    assert "late" in words(shown)


def test_a_district_sees_its_own_grids(page, kept):
    assert profiled.EAST not in hooks(page(risk, scope=cast.BO), "data-grid")


def test_one_who_sees_a_department_alone_is_told_no_small_counts(page, kept):
    assert "fewer than 5" in words(page(risk, scope=ONE_OFFICE))
    assert "fewer than 5" not in words(page(risk))


def test_the_page_is_refused_without_cases(page):
    assert not risk.PAGE.opens_to(ROLES["secadmin"])


def test_the_grid_page_shows_every_factor_and_hides_few_people(page, kept):
    shown = page(grid, area=profiled.WEST)
    said = words(shown)
    assert hooks(shown, "data-grid-risk") == ["92.0"]
    assert "Risk 92.0 of 100, No. 1 of the city" in said
    assert "12 · 90.0 points (weight 90%)" in said
    assert "people with needs fewer than 5" in said
    assert "of the grid, never of persons" in said
    assert hooks(page(grid, area=cast.COMMUNITY), "data-grid-risk") == []
    assert "not made yet" in words(page(grid, area=cast.GRIDS[1, 1]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_an_algorithm_could_not_know_is_told_in_the_same_words_on_its_page(language):
    known = {key.removeprefix("risk_unknown."): text for key, text in shared_words(language).items()
             if key.startswith("risk_unknown.")}
    told = {key: text for name in ("patrol_ranking", "grid_risk", "blind_spots", "hot_grids", "case_clusters",
                                   "near_repeats", "repeat_places")
            for key, text in shared_words(language)[f"algorithms.{name}"]["unknown"].items()}
    assert told == known


def test_no_table_of_persons_or_cases_has_a_score_and_no_profile_names_a_person():
    assert not [one.name for model in (Person, Case) for one in model.__table__.c if "risk" in one.name]
    assert not [one.name for one in GridProfile.__table__.c if "person" in one.name or "unit" in one.name]


def test_a_chance_is_told_to_three_decimals_and_never_as_none():
    assert [risk.chance(value) for value in (0.04, 0.001, 3e-25, 0.0)] == ["0.040", "0.001", "< 0.001", "< 0.001"]
