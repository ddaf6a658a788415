"""A daily briefing says what is foretold for tomorrow and what yesterday's forecast was worth."""

from datetime import timedelta

from tests import cast
from tests.dashboard.panels.test_trend_foretold import foretell


def said(brief) -> str:
    return brief.model_dump_json()


def lines(brief) -> list[str]:
    found = [section.body for page in brief.pages for section in page.sections
             if getattr(section.body, "title", "") == "Next 24 hours"]
    return ["".join(run if isinstance(run, str) else run.text for run in line) for line in found[0].lines]


def test_tomorrow_s_forecast_and_what_yesterday_s_was_worth(write, made):
    foretell(write, days=1, ahead=2)
    foretell(write, days=-1, truth=60, is_within=False)
    found = lines(made(language="en"))
    assert "40 cases expected tomorrow (80 % interval 30–52) by weekly profile, made 01:00" in found
    assert "Yesterday 40 were expected (30–52), 60 came: outside the interval" in found
    assert "no forecast" not in said(made(language="en"))


def test_without_one_it_says_so(made):
    assert "There is no forecast of this area yet" in said(made(language="en"))


def test_what_was_replayed_was_never_foretold(write, made):
    foretell(write, days=-1, truth=60, is_within=False, is_replayed=True)
    foretell(write, days=1, ahead=2, made_at=cast.NOW + timedelta(minutes=5))
    assert not [line for line in lines(made(language="en")) if "expected" in line]


def test_a_briefing_of_an_earlier_moment_shows_the_forecast_that_was_made_by_then(write, made):
    foretell(write, days=1, ahead=2)
    foretell(write, days=1, ahead=1, made_at=cast.NOW + timedelta(hours=2))
    foretell(write, days=-1, truth=60, is_within=False, scored_at=cast.NOW - timedelta(hours=1))
    later = cast.NOW + timedelta(hours=3)

    def said(hours):
        told = lines(made(language="en", at=cast.NOW + timedelta(hours=hours), now=later))
        return [line for line in told if "expected" in line]

    tomorrow = "40 cases expected tomorrow (80 % interval 30–52) by weekly profile, made 01:00"
    assert said(-2) == [tomorrow], "what yesterday was worth had not been told yet"
    assert said(0) == [tomorrow, "Yesterday 40 were expected (30–52), 60 came: outside the interval"]
