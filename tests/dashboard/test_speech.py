"""Numbers, times and words as people read them, in both languages."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.speech import LANGUAGES, Words, arrow, in_both, shared_words

ZONE = ZoneInfo("Asia/Shanghai")
ZH, EN = (Words(language=language, zone=ZONE) for language in LANGUAGES)
EVENING = datetime(2026, 3, 17, 16, 30, 15, tzinfo=UTC)
"""Half past midnight of Wednesday, 18 March, on the city's clock."""


@pytest.mark.parametrize(("value", "decimals", "zh", "en"), [
    (None, 0, "—", "—"), (0, 0, "0", "0"), (7, 0, "7", "7"), (999, 0, "999", "999"), (1_234, 0, "1,234", "1,234"),
    (9_999, 0, "9,999", "9,999"), (9_999.6, 0, "1.00 万", "10,000"), (10_000, 0, "1.00 万", "10,000"),
    (12_345, 0, "1.23 万", "12,345"), (123_456, 0, "12.3 万", "123,456"), (1_234_567, 0, "123 万", "1,234,567"),
    (99_990_000, 0, "9999 万", "99,990,000"), (99_999_999, 0, "1.00 亿", "99,999,999"),
    (123_456_789, 0, "1.23 亿", "123,456,789"), (-12_345, 0, "-1.23 万", "-12,345"), (-0.4, 0, "0", "0"),
    (93.3333, 1, "93.3", "93.3"), (100.0, 1, "100.0", "100.0"), (0.05, 1, "0.1", "0.1"), (2.5, 0, "2", "2"),
])
def test_numbers_are_written_as_each_language_counts(value, decimals, zh, en):
    assert (ZH.number(value, decimals), EN.number(value, decimals)) == (zh, en)


@given(st.floats(-1e12, 1e12), st.integers(0, 2), st.sampled_from([ZH, EN]))
def test_no_number_is_ever_written_with_k_or_m_or_an_exponent(value, decimals, t):
    assert re.fullmatch(r"-?[0-9,]+(\.[0-9]+)?( [万亿])?", t.number(value, decimals))


@given(st.integers(10_000, 10**11))
def test_a_large_number_in_chinese_has_at_most_four_digits_before_its_unit(value):
    assert len(ZH.number(value).split()[0].split(".")[0]) <= 4


@pytest.mark.parametrize(("span", "zh", "en"), [
    (timedelta(), "0 分钟", "0 min"), (timedelta(seconds=59), "0 分钟", "0 min"),
    (timedelta(minutes=5), "5 分钟", "5 min"), (timedelta(minutes=60), "1 小时 0 分", "1 h 0 min"),
    (timedelta(hours=23, minutes=59), "23 小时 59 分", "23 h 59 min"),
    (timedelta(days=1), "1 天 0 小时", "1 d 0 h"), (timedelta(days=3, hours=5, minutes=59), "3 天 5 小时", "3 d 5 h"),
    (timedelta(minutes=-5), "0 分钟", "0 min"),
])
def test_a_duration_is_said_in_its_two_largest_units(span, zh, en):
    assert (ZH.duration(span), EN.duration(span)) == (zh, en)


def test_moments_are_told_on_the_citys_clock():
    assert ZH.moment(EVENING) == EN.moment(EVENING) == "2026-03-18 00:30"
    assert ZH.time_of_day(EVENING) == "00:30"
    assert ZH.time_of_day(EVENING, seconds=True) == "00:30:15"
    assert (ZH.day(EVENING), EN.day(EVENING)) == ("2026-03-18 周三", "Wed 2026-03-18")
    berlin = Words(language="en", zone=ZoneInfo("Europe/Berlin"))
    assert berlin.moment(EVENING) == "2026-03-17 17:30"


@pytest.mark.parametrize(("before", "said"), [
    (timedelta(), "00:30"), (timedelta(minutes=30), "00:00"), (timedelta(minutes=31), "03-17 23:59"),
    (timedelta(days=300), "2025-05-22 00:30"),
])
def test_a_moment_is_said_no_longer_than_today_needs(before, said):
    assert EN.when(EVENING - before, EVENING) == said


@pytest.mark.parametrize(("metres", "said"), [(0, "0 m"), (4, "0 m"), (127, "130 m"), (994, "990 m"), (996, "1.0 km"),
                                              (12_340, "12.3 km")])
def test_distances_are_rounded_to_what_one_can_know(metres, said):
    assert EN.distance(metres) == said


@pytest.mark.parametrize(("now", "before", "said"), [
    (110, 100, "▲ 10%"), (90, 100, "▼ 10%"), (1_097, 1_000, "▲ 9.7%"),
    (100, 100, "＝ 0.0%"), (10_001, 10_000, "＝ 0.0%"),
    (0, 20, "▼ 100%"), (5, 19, "—"), (5, 0, "—"), (5, None, "—"), (None, 100, "—"), (None, None, "—"),
])
def test_a_change_is_said_only_against_a_base_that_carries_it(now, before, said):
    assert EN.change(now, before) == said


def test_an_arrow_shows_the_direction():
    assert [arrow(one) for one in (1, -0.1, 0, 0.0)] == ["▲", "▼", "＝", "＝"]


def test_english_counts_one_and_many_apart():
    t = Words(language="en", zone=ZONE, own={"cases": {"one": "{n} case", "other": "{n} cases"}})
    assert [t("cases", n=n) for n in (0, 1, "1", 2)] == ["0 cases", "1 case", "1 case", "2 cases"]


@pytest.mark.parametrize("t", [ZH, EN], ids=LANGUAGES)
def test_a_key_nobody_knows_is_a_fault_and_never_shown(t):
    with pytest.raises(KeyError):
        t("no.such_key")
    with pytest.raises(KeyError):
        t("app.more")  # and this one is not filled
        t("app.more", m=1)


def test_a_panels_own_words_come_before_the_shared_ones():
    t = EN.with_own({"en": {"app.close": "Shut", "x": "y"}, "zh-CN": {}})
    assert (t("app.close"), t("x"), t("app.help")) == ("Shut", "y", EN("app.help"))
    assert (t.language, t.zone) == ("en", ZONE)


def test_values_are_never_read_as_patterns():
    assert EN("app.as_of", time="{0} {name} %s") == "Data {0} {name} %s"


def test_a_stored_name_is_picked_by_the_reader():
    assert (ZH.pick("西区", "West"), EN.pick("西区", "West"), EN.pick("西区", "")) == ("西区", "West", "西区")


@pytest.mark.parametrize("language", LANGUAGES)
def test_shared_words_are_one_flat_table(language):
    words = shared_words(language)
    assert all("." in key and isinstance(text, str | dict) for key, text in words.items())
    assert shared_words(language) is words, "read once"


def test_a_count_is_said_to_the_last_case_in_both_languages():
    assert {Words(language=language, zone=ZoneInfo("UTC")).count(1_234_567) for language in LANGUAGES} == {"1,234,567"}


def test_a_document_names_a_thing_in_both_languages():
    assert in_both("states.closed") == "Closed 已结案"
    with pytest.raises(KeyError):
        in_both("states.nothing")


@pytest.mark.parametrize(("cases", "units", "said"), [
    (1, 2, "1 case waits · 2 units could go"), ("1", "1", "1 case waits · 1 unit could go"),
    (0, "1,001", "0 cases wait · 1,001 units could go"), (21, 11, "21 cases wait · 11 units could go"),
])
def test_each_number_of_a_sentence_has_its_own_form_of_the_word_after_it(cases, units, said):
    assert EN("advice.made", time="12:00", cases=cases, units=units).endswith(said)
