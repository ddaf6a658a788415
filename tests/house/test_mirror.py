"""Whatever multiplies has a test of its own, found by its name."""

from pathlib import PurePath

from tests.house.source import ours, product, shown, text_of

MULTIPLYING = ("layers/shown/", "layers/analysis/", "dashboard/panels/", "dashboard/doors/", "data/ingest/sources/")
TOLD_ELSEWHERE: dict[str, str] = {}
"""File -> the test file that tells its story together with another's; it must speak of it by name."""


def test_every_layer_panel_door_and_source_has_a_test():
    names = {PurePath(name).stem for name in ours() if name.startswith("tests/")}
    things = [name for name in product() if name.startswith(MULTIPLYING) and not name.endswith("__init__.py")]
    faults = [f"{name} has no test_{PurePath(name).stem}.py" for name in things
              if f"test_{PurePath(name).stem}" not in names and name not in TOLD_ELSEWHERE]
    assert not faults, shown(faults)


def test_what_is_told_elsewhere_is_told_there():
    faults = [name for name, story in TOLD_ELSEWHERE.items() if PurePath(name).stem not in text_of(story)]
    assert not faults, shown(faults)


def test_tests_stand_in_the_room_they_test():
    rooms = {"data", "layers", "dashboard", "wire", "house", "browser", "bench", "faults"}
    faults = [name for name in ours() if name.startswith("tests/") and PurePath(name).stem.startswith("test_")
              and PurePath(name).parts[1] not in rooms]
    assert not faults, shown(faults)
