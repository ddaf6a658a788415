"""Whatever multiplies has a test of its own, found by its name."""

from collections.abc import Iterable
from pathlib import PurePath

from tests.house.source import ours, product, shown, text_of

MULTIPLYING = ("layers/shown/", "layers/analysis/", "dashboard/panels/", "dashboard/pages/", "dashboard/doors/",
               "data/ingest/sources/")
TOLD_ELSEWHERE: dict[str, str] = {}
"""File -> the test file that tells its story together with another's; it must speak of it by name."""


def test_every_layer_panel_door_and_source_has_a_test():
    things = [name for name in product() if name.startswith(MULTIPLYING) and not name.endswith("__init__.py")]
    faults = [f"{name} has no test_{PurePath(name).stem}.py" for name in things
              if not has_test(name, ours()) and name not in TOLD_ELSEWHERE]
    assert not faults, shown(faults)


def has_test(name: str, files: Iterable[str]) -> bool:
    """Is there a file called after this one on its own floor, or on the wire?"""
    floor, wanted = PurePath(name).parts[0], f"test_{PurePath(name).stem}.py"
    rooms = (f"tests/{floor}/", "tests/wire/") if floor == "dashboard" else (f"tests/{floor}/",)
    return any(file.startswith(rooms) and PurePath(file).name == wanted for file in files)


def test_a_test_on_another_floor_does_not_count():
    assert has_test("layers/shown/areas.py", ["tests/layers/shown/test_areas.py"])
    assert has_test("dashboard/doors/health.py", ["tests/wire/test_health.py"])
    assert not has_test("layers/shown/areas.py", ["tests/wire/test_areas.py", "tests/layers/test_area.py"])


def test_what_is_told_elsewhere_is_told_there():
    faults = [name for name, story in TOLD_ELSEWHERE.items() if PurePath(name).stem not in text_of(story)]
    assert not faults, shown(faults)


def test_tests_stand_in_the_room_they_test():
    rooms = {"data", "layers", "dashboard", "wire", "house", "browser", "bench", "faults", "deploy"}
    faults = [name for name in ours() if name.startswith("tests/") and PurePath(name).stem.startswith("test_")
              and PurePath(name).parts[1] not in rooms]
    assert not faults, shown(faults)
