"""The ledger of forecasts: today and tomorrow, the days that are over, scores by level, and what stepped back."""

import pytest

from dashboard.pages import ledger
from data.forecasts import making
from data.models.forecast import Forecast
from tests.dashboard.reading import hooks, words
from tests.data.forecasts.world import CITY, history


@pytest.fixture
def told(write, monkeypatch):
    """Have a hundred days before today be the city's history, and its forecasts be made."""
    monkeypatch.setattr(making, "read_history", lambda _visit, before: history(100, before=before))
    with write() as visit:
        making.keep(visit, making.find(visit))


def test_today_and_tomorrow_stand_there_with_their_interval_and_when_they_were_made(page, told):
    shown = page(ledger)
    assert len(hooks(shown, "data-expected")) == 2 + 14
    assert "80 % interval" in words(shown)
    assert "weekly profile" in words(shown)


def test_each_day_says_whether_the_truth_lay_inside(page, told):
    held = hooks(page(ledger), "data-held")
    assert len(held) == 14
    assert {"yes", "no"} >= set(held), "days that are over, no others"
    assert held.count("yes") >= 8


def test_scores_stand_by_level_and_say_what_was_replayed(page, told):
    shown = page(ledger)
    assert len(hooks(shown, "data-within")) == 3 * 2 * 2
    assert "Replayed" in words(shown)


def test_what_stepped_back_is_named_with_its_day(page, told, write):
    assert "all" not in hooks(page(ledger), "data-off")
    with write() as visit:
        for one in visit.session.query(Forecast).filter_by(area_code=CITY, class_code="", ahead=1, truth=None):
            one.shown = "weekday"
    shown = page(ledger)
    assert hooks(shown, "data-off")[0] == "all"
    assert "mean of the same weekday since" in words(shown)


@pytest.mark.parametrize(("language", "said"), [("zh-CN", "尚无预测"), ("en", "No forecast yet")])
def test_before_anything_was_foretold_it_says_so(page, language, said):
    assert said in words(page(ledger, language=language))
