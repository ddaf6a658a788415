"""What a text is about, in words and pairs of words that can be counted."""

from data.triage.phrases import phrases


def test_words_that_touch_are_a_phrase_and_words_apart_are_none():
    assert "垃圾桶满溢" in phrases("垃圾桶满溢")
    assert "垃圾桶满溢" not in phrases("垃圾桶,满溢")


def test_names_of_places_and_words_of_every_report_are_left_out():
    assert not phrases("北京市居民反映问题,请处理")
    assert phrases("望江路12号护栏损坏,在枫苑东门", ["枫苑社区"]) == phrases("护栏损坏")
    assert "路灯损坏" in phrases("路灯损坏,路面塌陷")
