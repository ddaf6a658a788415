"""Each score has one band, and a band has a key that words name."""

from dashboard.speech import shared_words
from layers.analysis.risk_bands import BANDS, band_of


def test_every_score_has_its_band():
    assert [band_of(risk) for risk in (0, 49.9, 50, 75, 89.9, 90, 100)] == [
        "low", "low", "raised", "high", "high", "extreme", "extreme"]


def test_every_band_has_words():
    for language in ("zh-CN", "en"):
        assert {f"risk_bands.{key}" for key, _ in BANDS} <= set(shared_words(language))
