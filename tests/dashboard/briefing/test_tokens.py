"""Whatever a person types, the numbers of a sentence are those it was made with, or it is refused."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.briefing import tokens
from dashboard.briefing.content import Number, read
from data.errors import Invalid

MADE = ("近 7 天受理 ", Number(text="18,914", value=18914, figure="received"), " 件,较前 7 天 ▲ ",
        Number(text="8.2%", value=8.2), ";逾期 ", Number(text="3", value=3, figure="overdue_now"), " 件,督办 ",
        Number(text="3", value=3, figure="supervised"), " 件。")
SHOWN = "近 7 天受理 ⟦18,914⟧ 件,较前 7 天 ▲ ⟦8.2%⟧;逾期 ⟦3⟧ 件,督办 ⟦3#2⟧ 件。"


def numbers_of(sentence) -> Counter[Number]:
    return Counter(one for one in sentence if isinstance(one, Number))


def refused(typed: str, made=MADE) -> str:
    with pytest.raises(Invalid) as refusal:
        tokens.parse(typed, made)
    return refusal.value.code


def test_each_number_stands_as_what_it_reads_and_those_that_read_alike_are_told_apart():
    assert tokens.shown(MADE, MADE) == SHOWN
    assert tokens.parse(SHOWN, MADE) is MADE
    assert tokens.parse(f"  {SHOWN}\n", MADE) is MADE


def test_words_change_and_numbers_move_with_what_they_mean():
    typed = "督办 ⟦3#2⟧ 件、逾期 ⟦3⟧ 件,受理 ⟦18,914⟧ 件(近 7 天),▲ ⟦8.2%⟧。"
    now = tokens.parse(typed, MADE)
    assert read(now) == "督办 3 件、逾期 3 件,受理 18,914 件(近 7 天),▲ 8.2%。"
    assert [one.figure for one in now if isinstance(one, Number)] == ["supervised", "overdue_now", "received", ""]
    assert tokens.shown(now, MADE) == typed
    assert numbers_of(now) == numbers_of(MADE)


@pytest.mark.parametrize(("old", "new", "code"), [
    ("⟦3⟧", "", "edit_number_missing"), ("⟦3⟧", "3", "edit_number_missing"),
    ("⟦3⟧", "⟦4⟧", "edit_number_unknown"), ("⟦3#2⟧", "⟦3⟧", "edit_number_twice"),
    ("⟦3⟧", "⟦ 3 ⟧", "edit_number_unknown"), ("⟦3⟧", "⟦⟧", "edit_number_unknown"),
    ("⟦3⟧", "⟦3", "edit_bracket"), ("⟦3⟧", "⟦⟦3⟧⟧", "edit_bracket"), ("逾期", "⟧", "edit_bracket"),
    ("⟦8.2%⟧", "⟦8.2⟧", "edit_number_unknown"), ("件。", "件,另 12 件。", "edit_new_number"),
    ("件。", "件,另 １２ 件。", "edit_new_number"), ("件。", "件,另 十二 件。", "edit_new_number"),
    ("件。", "件,另三件。", "edit_new_number"), ("件。", "件,占百分之三。", "edit_new_number"),
    ("件。", "件①。", "edit_new_number"), ("件。", "件 ½。", "edit_new_number"), ("件。", "件 Ⅳ。", "edit_new_number"),
    ("件。", "件 ٣。", "edit_new_number"), ("近 7 天", "近 7 万天", "edit_new_number"),
    ("近 7 天", "近 7.5 天", "edit_new_number"), ("近 7 天", "近 7 天、前 7 天、再前 7 天", "edit_new_number"),
    ("近 7 天受理 ⟦", "天受理 7⟦", "edit_beside_number"), ("逾期 ⟦3⟧", "逾期 -⟦3⟧", "edit_beside_number"),
    ("逾期 ⟦3⟧", "逾期 －⟦3⟧", "edit_beside_number"), ("⟦3⟧ 件", "⟦3⟧万余件", "edit_beside_number"),
    ("⟦3⟧ 件", "⟦3⟧ 万余件", "edit_beside_number"), ("⟦3⟧ 件", "⟦3⟧% 件", "edit_beside_number"),
    ("⟦3⟧ 件", "⟦3⟧％ 件", "edit_beside_number"), ("⟦3⟧ 件", "⟦3⟧k 件", "edit_beside_number"),
    ("▲ ⟦8.2%⟧", "▼ ⟦8.2%⟧", "edit_beside_number"), ("▲ ⟦8.2%⟧", "⟦8.2%⟧", "edit_beside_number"),
    ("逾期 ⟦3⟧ 件,督办 ⟦3#2⟧", "逾期督办 ⟦3⟧⟦3#2⟧", "edit_beside_number"),
    ("逾期 ⟦3⟧ 件,督办 ⟦3#2⟧", "逾期督办 ⟦3⟧.⟦3#2⟧", "edit_beside_number"), ("逾期", "逾\u202e期", "edit_bad_sign"),
    ("逾期", "逾\u200b期", "edit_bad_sign"), ("逾期", "逾\x07期", "edit_bad_sign"),
    ("逾期", "逾\ud800期", "edit_bad_sign"), ("⟦3⟧", "⟦3⟧\u0338", "edit_bad_sign"),
    ("⟦3⟧", "⟦3⟧\u20e3", "edit_bad_sign"), (SHOWN, "", "edit_empty"), (SHOWN, " \n ", "edit_empty"),
    ("逾期", "逾期" * 400, "edit_too_long"),
], ids=lambda one: ascii(one)[:24])
def test_what_would_make_another_number_is_refused(old, new, code):
    typed = SHOWN.replace(old, new, 1)
    assert typed != SHOWN
    assert refused(typed) == code


def test_a_time_or_a_name_may_be_left_out_and_come_back():
    made = ("22:00 前,G15 高速 ", Number(text="2", value=2), " 处;十二社区一级")
    assert read(tokens.parse("高速 ⟦2⟧ 处", made)) == "高速 2 处"
    assert read(tokens.parse("高速 ⟦2⟧ 处,22:00 前,十二社区", made)) == "高速 2 处,22:00 前,十二社区"
    for typed in ("高速 ⟦2⟧ 处,22:30 前", "高速 ⟦2⟧ 处,22 时前", "高速 ⟦2⟧ 处,十三社区", "G16 高速 ⟦2⟧ 处"):
        assert refused(typed, made) == "edit_new_number"


def test_common_words_with_a_numeral_are_no_numbers():
    made = ("逾期 ", Number(text="3", value=3), " 件")
    for said in ("一起处置,统一调度,第一时间", "十分紧急", "其中之一", "万分重要"):
        assert read(tokens.parse(f"{said}:⟦3⟧ 件", made)) == f"{said}:3 件"


def test_what_nobody_sees_in_what_was_made_is_not_asked_of_whoever_edits():
    made = ("火\u202e警⟦7⟧\ud800 ", Number(text="⟦3⟧\n4", value=3), " 件")
    assert tokens.shown(made, made) == "火警[7] ⟦[3] 4⟧ 件"
    assert tokens.parse(tokens.shown(made, made), made) is made
    assert read(tokens.parse("警情[7] ⟦[3] 4⟧ 件", made)) == "警情[7] ⟦3⟧\n4 件"


def test_one_number_that_stands_twice_is_two():
    one = Number(text="5", value=5)
    made = ("a ", one, " b ", one)
    assert tokens.shown(made, made) == "a ⟦5⟧ b ⟦5#2⟧"
    assert refused("a ⟦5⟧ b", made) == "edit_number_missing"
    assert tokens.shown(tokens.parse("b ⟦5#2⟧ a ⟦5⟧", made), made) in ("b ⟦5⟧ a ⟦5#2⟧", "b ⟦5#2⟧ a ⟦5⟧")


PIECES = st.sampled_from(["⟦18,914⟧", "⟦8.2%⟧", "⟦3⟧", "⟦3#2⟧", "⟦", "⟧", "逾期", " 件", "▲ ", "7", "-", "万", "%", ".",
                          "十二", "\u202e", "x", " ", ","])


@given(st.one_of(st.text(max_size=60), st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=24).map("".join),
                 st.permutations(["⟦18,914⟧ 件", "▲ ⟦8.2%⟧", "⟦3⟧ 件", "督办⟦3#2⟧"]).map(";".join)))
def test_whatever_is_typed_the_numbers_are_those_of_the_original_or_it_is_refused(typed):
    try:
        now = tokens.parse(typed, MADE)
    except Invalid:
        return
    assert numbers_of(now) == numbers_of(MADE)
    words = "".join(one for one in now if isinstance(one, str))
    assert sum(one.isdigit() for one in words) <= 2  # the two 7 that were there
    assert tokens.parse(tokens.shown(now, MADE), MADE) == now


RUN = st.one_of(st.text(max_size=12), st.builds(Number, text=st.text(max_size=6), value=st.integers(0, 9)))


@given(st.lists(RUN, max_size=6).map(tuple), st.text(max_size=5), st.integers(0, 40))
def test_of_any_sentence_however_it_was_made(made, put, place):
    was = tokens.shown(made, made)
    assert tokens.parse(was, made) is made
    try:
        now = tokens.parse(was[:place] + put + was[place:], made)
    except Invalid:
        return
    assert numbers_of(now) == numbers_of(made)
