"""A briefing says by which versions it was counted; a rule that the city changes is another version."""

from datetime import timedelta

from dashboard.briefing import versions
from data.profiles import store
from tests import cast


def test_it_names_program_map_definitions_and_profiles(made):
    said = made().versions
    assert set(said) == {"build", "map", "definitions", "profiles"}
    assert said["definitions"] == versions.definitions_version()
    assert said["profiles"] == "default"


def test_another_version_of_a_profile_is_told(made, write):
    told = []
    for seen in (0, 1):
        with write() as visit:
            store.add(visit, "weights", "city", {"n": seen}, seen=seen)
        told.append(made().versions["profiles"])
    assert "default" not in told
    assert told[0] != told[1]
    assert made().versions["profiles"] == told[1], "unchanged, it is the same"


def test_another_meaning_of_a_figure_is_another_version(monkeypatch):
    before = versions.definitions_version()
    known = versions.dictionary.definitions()
    name = next(iter(known))
    changed = {**known, name: known[name].__class__(**{**vars(known[name]), "exclusions": ("voided",)})}
    monkeypatch.setattr(versions.dictionary, "definitions", lambda: changed)
    assert versions.definitions_version() != before


def test_a_week_is_compared_with_that_of_a_year_before_where_it_is_known(made, write, cases):
    def remarks() -> tuple[str, ...]:
        return made("weekly").cards[0].remarks

    assert len(remarks()) == 1
    year_before = cast.NOW.replace(year=2025)
    for days, cases_then in ((20, 1), (3, 25)):
        then = year_before - timedelta(days=days)
        with write(now=then) as visit:
            for number in range(cases_then):
                cast.open_case(visit, f"{days} days and a year ago, {number}", (0.5, 0.5),
                               occurred_at=then)
    assert remarks()[1] == "较去年同期 ▼ 80%"
