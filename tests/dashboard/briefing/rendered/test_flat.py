"""A briefing as plain tables: every block, every number with its value, how it reads where that does not say it."""

import pytest

from dashboard.briefing.content import Bar, Bars, Map, Mark, Number, Table
from dashboard.briefing.rendered import flat
from dashboard.briefing.rendered.flat import Heads, tables_of, text_of, value_of, with_readings
from tests.dashboard.briefing import sample
from tests.dashboard.briefing.rendered.test_slides import HOSTILE, numbers_of


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_block_is_a_table_between_summary_and_definitions(language):
    brief = sample.weekly(language)
    tables = tables_of(brief)
    kinds = [one.body.block for one in brief.sections()]
    assert [one.kind for one in tables] == ["summary", "figures", *kinds, "about"]
    assert [one.title for one in tables[2:-1]] == [one.body.title for one in brief.sections()]
    assert all(len(row) == len(one.head) for one in tables for row in one.rows)
    assert all(all(one.head) for one in tables)


def test_every_number_stands_in_a_table():
    brief = sample.weekly()
    said = "\n".join(text_of(cell) for table in tables_of(brief) for row in table.rows for cell in row)
    assert [one for one in numbers_of(brief) if one not in said] == []


def test_the_summary_says_what_a_reader_must_know_and_nothing_empty():
    brief = sample.weekly(is_draft=True)
    said = dict(flat.summary(brief, Heads("zh-CN")).rows)
    assert said["数据时刻"] == brief.dated
    assert said["状态"] == "草稿 · 数据不完整"
    assert said["内容摘要（SHA-256）"] == brief.digest()
    assert said["数据缺口 1"] == brief.gaps[0].said
    assert all(said.values())
    assert "状态" not in dict(flat.summary(sample.weekly(), Heads("zh-CN")).rows)


def test_what_is_not_known_is_empty_and_what_is_missing_stays_written():
    curve = flat.flat(sample.days(sample.Told("zh-CN")).body, Heads("zh-CN"))
    assert [value_of(cell) for cell in curve.rows[-1]][:3] == ["周日", 2201, None]
    assert value_of(Number(text="—")) == "—"
    assert value_of(Number(text="18,914", value=18914.0)) == 18914
    assert value_of(Number(text="93.7", value=93.71)) == 93.71
    assert value_of(Mark(text="一级", mark="p1")) == "一级"
    assert value_of(Number(text="∞", value=float("inf"))) == "∞"


def test_a_column_of_how_numbers_read_follows_only_where_it_is_needed():
    block = Bars(title="排名", unit="件", rows=(Bar(name="甲", number=Number(text="1.2 万", value=12004)),
                                            Bar(name="乙", number=Number(text="—"))))
    table = with_readings(flat.flat(block, Heads("zh-CN")), "zh-CN", lambda one: one.text == "—")
    assert table.head == ("名次", "名称", "数值 (件)", "数值 (件)（显示值）", "变化")
    assert table.rows[0][2:4] == (block.rows[0].number, "1.2 万")
    assert with_readings(table, "zh-CN", lambda _: True) == table


def test_a_map_says_the_class_of_each_area_and_whose_outline_it_is():
    block = sample.districts(sample.Told("en")).body
    table = flat.flat(block, Heads("en"))
    assert isinstance(block, Map)
    assert len(table.rows) == len(block.shapes) + len(block.frames)
    unknown = next(row for row in table.rows if row[1] == "Beichuan")
    assert unknown[3] == ""
    assert block.approval in table.note


def test_an_empty_table_says_so():
    table = flat.flat(Table(title="督办", head=("事项", "时限"), rows=(), empty="无在督事项"), Heads("zh-CN"))
    assert (table.rows, table.note) == ((), "无在督事项")


@pytest.mark.parametrize("said", HOSTILE)
def test_a_text_is_one_line_that_every_file_can_hold(said):
    line = flat.line_of(said * 2000)
    assert len(line) <= 32_000
    assert not set(line) & set("\n\r\t\x00\x0b\ufffe\uffff")
    line.encode("utf-8")
