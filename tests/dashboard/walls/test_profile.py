"""A wall's file: what it may say, what is told of one that cannot be read, and whose file counts."""

from datetime import time

import pytest

from dashboard.walls import profile
from data.errors import Invalid, NotFound


@pytest.fixture
def written(tmp_path):
    """Return written(text, name): the data folder with that wall in it."""
    def write(text: str, name: str = "hall-2"):
        (tmp_path / "walls").mkdir(exist_ok=True)
        (tmp_path / "walls" / f"{name}.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_a_deployment_s_wall_is_found_by_its_name(written):
    found = profile.find("hall-2", written("stage: 5760x1080\nseams_x: [1920, 3840]\nreload_at: 04:10\n"))
    assert (found.id, found.stage, found.seams_x) == ("hall-2", (5760, 1080), [1920, 3840])
    assert found.reload_at == time(4, 10)


def test_its_own_file_takes_the_place_of_a_built_in_one(written, tmp_path):
    assert profile.find("hall-1", tmp_path).stage == (3840, 1080)
    assert profile.find("hall-1", written("stage: 1920x1080", "hall-1")).stage == (1920, 1080)
    assert profile.names(tmp_path) == ["hall-1"]


def test_every_built_in_wall_can_be_read(tmp_path):
    assert profile.names(tmp_path)
    assert list(profile.faults(tmp_path)) == []


@pytest.mark.parametrize("name", ["hall-9", "", "../hall-1", "HALL-1", "a" * 40, "hall-1.yaml"])
def test_a_wall_that_is_not_there_is_not_looked_for_elsewhere(tmp_path, name):
    with pytest.raises(NotFound) as refused:
        profile.find(name, tmp_path)
    assert refused.value.code == "wall_not_found"


@pytest.mark.parametrize(("text", "why"), [
    ("stage: huge", "stage: a stage is written"), ("stage: 100x100", "stage: a stage is written"),
    ("seams_x: [5000]", "seams_x lie between 0 and 3840"), ("seams_x: [900, 900]", "seams_x lie between"),
    ("pitch_mm: 0", "pitch_mm: "), ("distance_far_m: .nan", "distance_far_m: "), ("colour: red", "colour: "),
    ("quiet_hours: ['25:00-07:00']", "quiet_hours.0: hours are written"), ("reload_at: soon", "reload_at: a time"),
    ("- 1", "it names no fields"), ("", "it names no fields"), ("a: [", "while parsing"),
    ("!!python/object/apply:os.system ['true']", "could not determine"), ("x: " + "y" * 70_000, "larger than"),
    ("stage: \x00", "unacceptable character"), ("stage: 2026-13-45", "month must be"),
    ("pitch_mm: " + "9" * 6_000, "Exceeds the limit"), ("a: " + "[" * 30_000, "it is nested too deep"),
])
def test_a_fault_is_named_with_its_field(written, text, why):
    folder = written(text)
    with pytest.raises(Invalid) as refused:
        profile.find("hall-2", folder)
    assert refused.value.values["why"].startswith(why)
    assert list(profile.faults(folder)) == [f"hall-2.yaml: {refused.value.values['why']}"]


def test_a_changed_file_is_another_edition(written, tmp_path):
    nothing = profile.digest(tmp_path)
    first = profile.digest(written("stage: 1920x1080"))
    assert len({nothing, first, profile.digest(written("stage: 3840x1080"))}) == 3
    assert profile.digest(written("stage: 1920x1080")) == first


def test_what_is_no_file_is_told_and_stops_no_beat(tmp_path):
    (tmp_path / "walls" / "hall-3.yaml").mkdir(parents=True)
    assert profile.digest(tmp_path) != profile.digest(tmp_path / "elsewhere")
    [told] = profile.faults(tmp_path)
    assert told.startswith("hall-3.yaml: ")
