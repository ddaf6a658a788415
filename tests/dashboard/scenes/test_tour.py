"""A tour's file: which scenes go round, and what is said of one that leads to a scene that is not there."""

import pytest

from dashboard.scenes.tour import TOURS, findings, halts
from data.errors import Invalid
from data.settings import Settings

NAME = "name: {zh: 巡, en: Round}\n"


def told(folder) -> dict[str, tuple[bool, str]]:
    return {one.id: (one.is_fine, one.words) for one in findings(Settings(data_dir=folder))}


def test_the_built_in_tour_shows_every_theme_and_all_is_well(tmp_path):
    stops, faults = halts(TOURS.find("default", tmp_path), tmp_path)
    assert stops[0].scene.id == "overview"
    assert len(stops) >= 7
    assert faults == []
    assert [fine for fine, _ in told(tmp_path).values()] == [True, True]


def test_a_stop_lasts_as_long_as_the_tour_says_else_as_its_scene(written):
    folder = written("tours", "short", NAME + "scenes: [overview, {scene: flood, hold: 7}]")
    stops, _ = halts(TOURS.find("short", folder), folder)
    assert [stop.seconds for stop in stops] == [45, 7]


def test_a_scene_that_is_not_there_is_left_out_and_told(written):
    folder = written("tours", "short", NAME + "scenes: [overview, typhoon]")
    stops, [fault] = halts(TOURS.find("short", folder), folder)
    assert [stop.scene.id for stop in stops] == ["overview"]
    assert (fault.code, fault.values) == ("scene_not_found", {"name": "typhoon"})
    assert told(folder)["tours"] == (False, "short.yaml: scenes: there is no scene 'typhoon'")


def test_a_wall_that_names_no_tour_there_is_is_told(written):
    folder = written("walls", "hall-2", "tour: evening")
    assert told(folder)["tours"] == (False, "hall-2.yaml: tour: there is no tour 'evening'")


def test_broken_scenes_and_tours_are_told_with_file_and_field(written):
    written("scenes", "rain", "hold: 30")
    folder = written("tours", "short", NAME + "scenes: []")
    found = told(folder)
    assert found["scenes"][1].startswith("rain.yaml: name: ")
    assert found["tours"][1].startswith("short.yaml: scenes: ")


@pytest.mark.parametrize(("text", "why"), [
    ("", "scenes: "), ("scenes: [{hold: 5}]", "scenes.0.scene: "), ("scenes: ['../x']", "scenes.0.scene"),
    ("scenes: [overview]\np1_hold: 1", "p1_hold: "), ("scenes: [{scene: flood, hold: 1}]", "scenes.0.hold"),
])
def test_a_fault_is_named_with_its_field(written, text, why):
    with pytest.raises(Invalid) as refused:
        TOURS.find("short", written("tours", "short", NAME + text))
    assert refused.value.values["why"].startswith(why)
