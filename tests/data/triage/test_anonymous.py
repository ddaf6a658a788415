"""No name and no number of a person is counted: taken out of the text, and dropped as a word."""

import pytest

from data.triage.anonymous import without_people
from data.triage.phrases import phrases

NAMED = [
    ("张先生反映路灯损坏", "张"), ("李某某投诉学校乱收费", "李"), ("联系人:王小明,垃圾桶满溢", "王小明"),
    ("我叫朱琼会,路灯损坏", "朱琼"), ("请刘局长处理占道经营", "刘"), ("欧阳女士称楼道堆物", "欧阳"),
    ("物业王经理态度差", "王"), ("诸葛师傅的车挡住消防通道", "诸葛"),
]
NUMBERED = ["13812345678", "138 1234 5678", "0571-88886666", "138****5678", "330102199001011234", "wang@example.com",
            "１３８１２３４５６７８", "*****************"]


@pytest.mark.parametrize(("text", "name"), NAMED)
def test_who_is_named_by_a_title_or_announced_is_taken_out(text, name):
    assert name not in without_people(text)
    assert not any(name in phrase for phrase in phrases(text))


@pytest.mark.parametrize("number", NUMBERED)
def test_what_reaches_a_person_is_taken_out(number):
    left = without_people(f"路灯损坏,请致电{number}谢谢")
    assert not any(sign.isdigit() or sign in "*@" for sign in left)
    assert phrases(f"路灯损坏,请致电{number}") == phrases("路灯损坏,请致电")


@pytest.mark.parametrize("name", ["倪畅", "王建国", "李小龙", "赵雅芝"])
def test_a_name_without_anything_beside_it_is_no_word_either(name):
    assert not any(name in phrase for phrase in phrases(f"昨天{name},在路边倾倒渣土"))


def test_the_matter_itself_stays():
    assert {"垃圾桶", "满溢", "垃圾桶满溢", "污水"} <= phrases("张先生反映垃圾桶满溢,污水外流,电话13812345678")
    assert phrases("人行道护栏损坏3处") >= {"护栏"}


@pytest.mark.parametrize("text", ["", " ", "😀😀", "...", "12345678901", "\ud800", "a" * 10_000, "张先生"])
def test_what_says_nothing_has_no_phrases(text):
    assert phrases(text) == frozenset()


def test_only_the_beginning_of_a_long_text_is_read():
    assert "护栏" not in phrases("路灯损坏" * 200 + "护栏")
