"""Charts of a briefing: round axes that hold every value, lines that break where nothing is known, hatched unknowns."""

import re

from hypothesis import given
from hypothesis import strategies as st

from dashboard.briefing.content import Bar, Bars, Columns, Curve, Map, Number, Shape
from dashboard.briefing.rendered import charts

SQUARE = (((120.0, 30.0), (120.1, 30.0), (120.1, 30.1), (120.0, 30.1), (120.0, 30.0)),)


@given(st.floats(min_value=0, max_value=1e9))
def test_an_axis_ends_above_its_highest_value_by_round_steps(highest):
    top, parts = charts.nice_top(highest)
    assert top >= highest
    assert 1 <= parts <= 5
    assert top / parts == int(top / parts) or top / parts in (2.5,)
    assert top <= max(4, 2.6 * highest)


def test_the_line_of_today_ends_with_the_last_whole_hour():
    block = Curve(title="一日", labels=("00", "01", "02"), unit="件",
                  series=(("昨日", (1, 2, 3)), ("今日", (4, 5, None))))
    lines = re.findall(r'<polyline points="([^"]+)"', charts.curve(block))
    assert [len(line.split()) for line in lines] == [3, 2]
    assert "今日 01: 5 件" in charts.curve(block)


def test_columns_stand_side_by_side_and_parts_make_rows():
    block = Columns(title="周", labels=("一", "二"), series=(("受理", (3.0, 4.0)), ("结案", (1.0, None))), unit="件")
    assert charts.columns(block).count("<rect") == 4
    rows = charts.columns(block.model_copy(update={"is_stacked": True}))
    assert "3 / 1" in rows
    assert "4 / 0" in rows


def test_a_bar_is_as_long_as_its_share_and_keeps_its_words():
    rows = (Bar(name="积水", number=Number(text="1.2 万", value=12_000), remark="▲ 8%"),
            Bar(name="路灯", number=Number(text="3,000", value=3_000)))
    drawn = charts.bars(Bars(title="类", rows=rows))
    assert re.findall(r"width:(\d+)%", drawn) == ["100", "25"]
    assert "1.2 万" in drawn


def test_a_map_colours_by_step_and_hatches_what_is_not_known():
    shapes = tuple(Shape(code=str(step), name=f"区{step}", at=(120.05, 30.05), rings=SQUARE,
                         number=Number(text="—"), step=step) for step in (0, 4, None, None))
    drawn = charts.choropleth(Map(title="图", shapes=shapes, unit="件"))
    assert [charts.STEPS[0] in drawn, charts.STEPS[4] in drawn, drawn.count("url(#unknown)")] == [True, True, 1]
    assert drawn.count("区0</text>") == 1
    assert "区4</text>" not in drawn, "a name that would lie over another is left out"


def test_nothing_to_draw_is_no_failure():
    assert charts.choropleth(Map(title="图", shapes=())) == "<p>—</p>"
    assert "<svg" in charts.curve(Curve(title="", labels=(), series=(("今日", ()),)))
    assert "<svg" in charts.columns(Columns(title="", labels=(), series=()))


def test_a_long_name_on_a_map_is_shortened_and_stays_inside_it():
    square = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0))
    shapes = tuple(Shape(code=str(place), name=name, at=at, rings=(square,), number=Number(text="1", value=1), step=0)
                   for place, (name, at) in enumerate((("Fort Greene and Brooklyn Heights (CD2)", (0.0, 0.1)),
                                                       ("望江社区", (1.0, 0.9)))))
    drawn = charts.choropleth(Map(title="t", shapes=shapes, steps=("1",)))
    assert "Fort Greene and Bro…</text>" in drawn
    assert "望江社区</text>" in drawn
    for at in re.findall(r'<text x="([-0-9.]+)"', drawn):
        assert 0 < float(at) < charts.WIDTH
