"""Which panel stands where: those a scene wants first, every panel once, no place empty."""

import pytest

from dashboard.walls import design
from dashboard.walls.arranging import Wanted, arranged
from dashboard.walls.layout import Window, lay_out
from dashboard.walls.profile import Profile


def names(rows) -> list[str]:
    return [name for row in rows for name in row]


def test_without_a_wish_it_stays_as_it_was_drawn():
    assert arranged(design.B.left, design.B.right, Wanted()) == (design.B.left, design.B.right)


@pytest.mark.parametrize("drawn", [design.A, design.B, design.C, design.D])
def test_what_is_wanted_stands_first_and_no_panel_twice(drawn):
    wanted = Wanted(["channels", "areas", "classes", "trend"], ["deadlines", "feed", "units", "supervisions"])
    left, right = arranged(drawn.left, drawn.right, wanted)
    assert names(left) == ["channels", "areas", "classes", "trend"][:len(names(drawn.left))]
    assert names(right) == ["deadlines", "feed", "units", "supervisions"][:len(names(drawn.right))]


def test_places_that_are_left_are_filled_from_the_design():
    left, right = arranged(design.A.left, design.A.right, Wanted(["feed"], ["trend"]))
    assert names(left) == ["feed", "areas", "classes"]
    assert names(right) == ["trend", "units"]


def test_a_wall_is_laid_out_with_the_panels_of_a_scene():
    window = Window(width=3840, height=1080)
    usual = lay_out(Profile(id="x"), window)
    scene = lay_out(Profile(id="x"), window, Wanted(["deadlines"], ["supervisions"]))
    assert scene.boxes["deadlines"] == usual.boxes["trend"]
    assert scene.boxes["supervisions"] == usual.boxes["feed"]
    assert len(scene.boxes) == len(usual.boxes)
