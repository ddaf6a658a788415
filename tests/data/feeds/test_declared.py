"""A feed's file says which areas it covers and how often; whatever is wrong is told with file and field."""

import pytest

from data.errors import Invalid
from data.feeds import declared

SOUND = "title: 热线\nevery_minutes: 60\nareas: [990101, '990102']\n"


def put(folder, said: str, name: str = "hotline.yaml") -> None:
    (folder / declared.FOLDER).mkdir(exist_ok=True)
    (folder / declared.FOLDER / name).write_text(said, encoding="utf-8")


def test_a_feed_is_read_and_its_cases_come_under_its_own_name_unless_it_says_others(tmp_path):
    put(tmp_path, SOUND)
    put(tmp_path, SOUND + "sources: [a, b]\n", "sensors.yaml")
    hotline, sensors = declared.listed(tmp_path)
    assert (hotline.areas, hotline.names(), sensors.names()) == (("990101", "990102"), ("hotline",), ("a", "b"))
    assert hotline.period().total_seconds() == 3_600
    assert list(declared.faults(tmp_path)) == []


def test_without_a_folder_there_are_none(tmp_path):
    assert declared.listed(tmp_path) == []


def test_a_changed_file_is_read_anew(tmp_path):
    put(tmp_path, SOUND)
    declared.listed(tmp_path)
    before = declared.edition(tmp_path)
    put(tmp_path, SOUND.replace("60", "120"))
    assert declared.edition(tmp_path) != before
    assert declared.listed(tmp_path)[0].every_minutes == 120


@pytest.mark.parametrize(("said", "why"), [
    (SOUND.replace("60", "0"), "every_minutes"), (SOUND.replace("60", "1441"), "every_minutes"),
    (SOUND.replace("'990102'", "990101"), "areas: 990101 stands there twice"), (SOUND + "colour: red\n", "colour"),
    (SOUND.replace("title: 热线", ""), "title"), ("title: x\nevery_minutes: 60\nareas: []\n", "areas"),
    (SOUND.replace("990101", "'%; drop'"), "areas.0"), (SOUND.replace("990101", "true"), "areas.0"),
    (SOUND + "id: other\n", "id"), ("- a list", "it names no fields"), ("a: [", "expected"), ("", "it names no fields"),
])
def test_what_is_wrong_is_told_with_file_and_field_and_the_other_feeds_stay(tmp_path, said, why):
    put(tmp_path, said)
    put(tmp_path, SOUND, "sound.yaml")
    broken, sound = declared.listed(tmp_path)
    assert isinstance(broken, Invalid)
    assert sound.id == "sound"
    (fault,) = declared.faults(tmp_path)
    assert fault.startswith("hotline.yaml: ")
    assert why in fault


def test_a_file_of_another_kind_of_name_says_so(tmp_path):
    put(tmp_path, SOUND, "Hot Line.yaml")
    assert "small letters" in next(iter(declared.faults(tmp_path)))
