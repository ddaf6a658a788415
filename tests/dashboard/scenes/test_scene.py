"""A scene's file: what it may say, what is told of one that cannot be read, and what its categories mean here."""

import pytest

from dashboard.scenes.scene import SCENES, countable
from data.cases.classes import ClassBook
from data.demo.catalogue import read_catalogue
from data.errors import Invalid, NotFound
from data.models.case import CaseClass

NAME = "name: {zh: 雨, en: Rain}\n"
PACKS = {"flood", "appearance", "safety", "livelihood", "governance", "market"}


def test_every_built_in_scene_can_be_read(tmp_path):
    assert {*PACKS, "overview"} <= set(SCENES.names(tmp_path))
    assert list(SCENES.faults(tmp_path)) == []


@pytest.fixture(scope="module")
def book() -> ClassBook:
    """Return the demo's scheme."""
    catalogue = read_catalogue()
    classes = [CaseClass(scheme="demo", code=code, major="", name=zh, name_en=en)
               for code, (zh, en) in catalogue.majors.items()]
    classes += [CaseClass(scheme="demo", code=one.code, major=one.major, name=one.name, name_en=one.name_en)
                for one in catalogue.kinds]
    return ClassBook("demo", {one.code: one for one in classes}, {})


@pytest.mark.parametrize("name", sorted(PACKS))
def test_a_theme_pack_is_about_some_of_the_demo_s_classes_and_shows_panels_and_figures_of_its_own(tmp_path, book, name):
    scene = SCENES.find(name, tmp_path)
    named = scene.classes(book)
    assert 5 <= sum(code in named or one.major in named for code, one in book.by_code.items()) < len(book.by_code) / 2
    assert (len(scene.left), len(scene.right)) == (4, 4)
    assert len(scene.figures) == 8
    assert scene.requires


def test_no_two_packs_show_the_same(tmp_path):
    packs = [SCENES.find(name, tmp_path) for name in PACKS]
    assert len({(*one.left, *one.right, *one.figures, *(one.layers or ()), one.norm) for one in packs}) == len(packs)


def test_a_category_is_a_code_a_name_or_a_major_with_all_of_its_own(tmp_path, book, written):
    found = SCENES.find("rain", written("scenes", "rain", NAME + "categories: ['0506', Gas leak, B04, 不存在]"))
    assert found.classes(book) == ("0502", "0506", "B04")


def test_its_own_file_takes_the_place_of_a_built_in_one(written):
    folder = written("scenes", "flood", NAME)
    assert SCENES.find("flood", folder).name.zh == "雨"


def test_a_long_caption_keeps_the_scene_longer(written):
    folder = written("scenes", "rain", NAME + f"hold: 5\ncaption: {'字' * 180}")
    assert SCENES.find("rain", folder).seconds() == pytest.approx(12)
    assert SCENES.find("rain", folder).seconds(40) == 40


@pytest.mark.parametrize("name", ["typhoon", "../flood", "", "FLOOD"])
def test_a_scene_that_is_not_there_is_refused_by_name(tmp_path, name):
    with pytest.raises(NotFound) as refused:
        SCENES.find(name, tmp_path)
    assert refused.value.code == "scene_not_found"


@pytest.mark.parametrize(("text", "why"), [
    ("hold: 30", "name: "), (NAME + "layers: [clouds]", "layers.0: there is no 'clouds'; there are "),
    (NAME + "left: [weather]", "left.0: there is no 'weather'"), (NAME + "figures: [luck]", "figures.0: there is no"),
    (NAME + "left: [trend]\nright: [trend]", "left and right name each panel once"),
    (NAME + "requires: [case]", "requires.0: "), (NAME + "norm: best", "norm: "), (NAME + "hold: 1", "hold: "),
    (NAME + "area: '@best'", "area: an area is a code"), (NAME + "colour: red", "colour: "),
    (NAME + "caption: {zh: 一}", "caption.en: "), (NAME + "case: '@any'", "case: "), ("- 1", "it names no fields"),
    ("name: [", "while parsing"),
])
def test_a_fault_is_named_with_its_field(written, text, why):
    folder = written("scenes", "rain", text)
    with pytest.raises(Invalid) as refused:
        SCENES.find("rain", folder)
    assert refused.value.values["why"].startswith(why)
    assert list(SCENES.faults(folder)) == [f"rain.yaml: {refused.value.values['why']}"]


def test_a_file_that_was_put_right_is_read_anew(written):
    folder = written("scenes", "rain", "hold: 30")
    with pytest.raises(Invalid):
        SCENES.find("rain", folder)
    written("scenes", "rain", NAME + "hold: 31")
    assert SCENES.find("rain", folder).hold == 31


def test_the_strip_can_hold_what_it_counts_itself_and_what_stands_now():
    assert {"open_now", "units_on_duty", "unassigned", "backlog_age_30d"} <= set(countable())
    assert "handling_rate" not in countable()
