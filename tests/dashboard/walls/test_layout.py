"""Where everything lies: the specification's numbers, and what holds of every wall: nothing overlaps or leaves it."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.walls.layout import Box, Stage, Window, lay_out
from dashboard.walls.profile import Profile

SIZES = [(3840, 1080), (5760, 1080), (7680, 2160), (1920, 1080), (6656, 1792)]
ROUNDED = 0.01


def wall(width: int = 3840, height: int = 1080, ratio: float = 1.0, **said) -> Stage:
    profile = Profile.model_validate({"id": "tried", "stage": f"{width}x{height}", **said})
    return lay_out(profile, Window(width=width / ratio, height=height / ratio, ratio=ratio))


def span(box: Box) -> tuple[float, float]:
    return round(box.x), round(box.x + box.width)


def overlaps(one: Box, other: Box) -> bool:
    return (one.x + one.width > other.x + ROUNDED and other.x + other.width > one.x + ROUNDED
            and one.y + one.height > other.y + ROUNDED and other.y + other.height > one.y + ROUNDED)


@pytest.mark.parametrize(("size", "layout", "cards"), [((3840, 1080), "A", 8), ((5760, 1080), "B", 12),
                                                       ((7680, 2160), "C", 8), ((1920, 1080), "D", 6),
                                                       ((6656, 1792), "C", 8), ((3440, 1440), "D", 6)])
def test_a_wall_s_ratio_and_height_choose_its_design(size, layout, cards):
    stage = wall(*size)
    assert (stage.layout, stage.density, len(stage.cards)) == (layout, "full", cards)


def test_the_designs_stand_as_the_specification_has_them():
    boxes = wall().boxes
    assert (span(boxes["trend"]), span(boxes["map"]), span(boxes["feed"])) == ((24, 888), (904, 2936), (2952, 3816))
    assert {round(boxes[name].height) for name in ("trend", "areas", "classes", "feed", "units")} == {368}
    three = wall(5760).boxes
    assert (span(three["map"]), span(three["classes"]), span(three["feed"])) == ((1928, 3832), (976, 1912),
                                                                               (3848, 4784))
    tall = wall(7680, 2160).boxes
    assert span(tall["map"]) == (1932, 5748)
    assert [round(tall[name].height) for name in ("trend", "areas", "classes")] == [588, 450, 450]


def test_cards_stand_between_seams_and_are_as_wide_as_the_specification_has_them():
    assert wall(seams_x=[1920]).cards == (460,) * 8
    assert wall(5760, seams_x=[1920, 3840]).cards == (460,) * 4 + (464,) * 4 + (460,) * 4


@pytest.mark.parametrize(("size", "seams"), [
    ((3840, 1080), {"seams_x": [1920]}), ((5760, 1080), {"seams_x": [1920, 3840]}),
    ((7680, 2160), {"seams_x": [1920, 3840, 5760], "seams_y": [1080]}),
])
def test_the_usual_walls_seams_cross_no_text(size, seams):
    assert wall(*size, **seams).crossed() == []


def test_a_seam_that_no_gutter_reaches_is_told():
    assert wall(3840, seams_x=[400]).crossed() == ["areas", "trend"]


@pytest.mark.parametrize(("pitch_mm", "density", "panels"), [
    (1.25, "full", {"trend", "areas", "classes", "feed", "units"}), (0.9375, "reduced", {"areas", "feed"}),
    (0.63, "far", set()),
])
def test_a_wall_of_finer_points_shows_less_but_larger(pitch_mm, density, panels):
    stage = wall(pitch_mm=pitch_mm)
    frame = {"title-left", "title-main", "title-right", "kpi", "map", "alarm"}
    assert (stage.density, set(stage.boxes)) == (density, panels | frame)
    assert 4 <= len(stage.cards) <= 8


def test_seen_from_afar_figures_stand_beside_a_map_that_is_as_high_as_the_wall():
    stage = wall(5760, pitch_mm=0.63, seams_x=[1920, 3840])
    kpi, city = stage.boxes["kpi"], stage.boxes["map"]
    assert (stage.card_rows, len(stage.cards), kpi.x + kpi.width, city.x) == (2, 6, 1912, 1928)
    assert (kpi.y, kpi.height) == (city.y, city.height)
    assert city.height > 700
    assert stage.crossed() == []
    assert wall(5760, pitch_mm=0.63, seams_x=[900]).crossed() == ["kpi"]
    assert wall(1920, 1080, pitch_mm=0.63).card_rows == 1


def test_type_is_never_smaller_than_can_be_read():
    assert (wall().sizes["--t-small"], wall().sizes["--t-kpi"]) == (24, 72)
    assert (wall(7680, 2160).sizes["--t-small"], wall(7680, 2160).sizes["--t-kpi"]) == (36, 108)
    assert wall(6656, 1792).sizes["--t-small"] >= 30
    assert wall(5760, pitch_mm=0.63).sizes["--t-small"] >= 40


@pytest.mark.parametrize("ratio", [1.25, 1.5])
def test_a_scaled_window_is_laid_out_as_the_wall_it_is(ratio):
    plain, scaled = wall(5760, seams_x=[1920, 3840]), wall(5760, ratio=ratio, seams_x=[1920, 3840])
    assert scaled.layout == plain.layout
    assert scaled.crossed() == []
    assert scaled.boxes["map"].x * ratio == pytest.approx(plain.boxes["map"].x)


def test_another_window_than_the_wall_s_is_a_preview_without_seams():
    profile = Profile(id="hall", stage="3840x1080", seams_x=[400])
    assert lay_out(profile, Window(width=1920, height=1080)).seams_x == ()


@given(width=st.integers(640, 9_000), height=st.integers(640, 2_400), pitch_mm=st.floats(0.5, 3),
       metres=st.floats(3, 20), data=st.data())
def test_on_every_wall_all_boxes_lie_on_it_apart_and_have_room(width, height, pitch_mm, metres, data):
    seams = sorted(data.draw(st.sets(st.integers(200, width - 200), max_size=3))) if width > 1_000 else []
    profile = Profile(id="any", stage=f"{width}x{height}", pitch_mm=pitch_mm, distance_far_m=metres)
    profile = profile.model_copy(update={"seams_x": seams})
    stage = lay_out(profile, Window(width=width, height=height))
    for box in stage.boxes.values():
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= width + ROUNDED
        assert box.y + box.height <= height + ROUNDED
        assert box.height > 0
    assert [pair for pair in combinations(stage.boxes.values(), 2) if overlaps(*pair)] == []
    row = stage.cards[:len(stage.cards) // stage.card_rows]
    assert sum(row) + (len(row) - 1) * stage.gap_x <= stage.boxes["kpi"].width + ROUNDED


@given(seams=st.lists(st.integers(900, 2_900), min_size=1, max_size=2, unique=True))
def test_a_seam_in_the_map_never_crosses_a_card(seams):
    stage = wall(seams_x=sorted(seams))
    x = stage.boxes["kpi"].x
    for card in stage.cards:
        assert not any(x < seam < x + card for seam in seams)
        x += card + stage.gap_x
