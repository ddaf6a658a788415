"""Chinese names found by letters: syllables, first letters, both mixed, whatever sign has several readings."""

import pytest

from data.finding import areas, people, places, spelling, units
from data.finding.typed import named_so
from data.models.area import Area
from data.models.person import Person
from data.models.unit import Place
from data.scope import WHOLE_CITY
from tests import cast, pile

STREET = "大明湖街道"


@pytest.mark.parametrize("text", ["dmh", "daminghu", "DaMingHu", "dmhjd", "damin", "mhu", "daminghujiedao", "dm jd"])
def test_syllables_and_first_letters_spell_a_name(text):
    assert spelling.spells(STREET, text)


@pytest.mark.parametrize("text", ["dhm", "d", "dmx", "daminghuu", "dmh1", "大明", "", "dmhjdd", "garbage"])
def test_other_letters_do_not(text):
    assert not spelling.spells(STREET, text)


def test_a_sign_of_several_readings_is_found_by_each():
    assert all(spelling.spells("长乐路", text) for text in ("changle", "zll", "changyue"))
    assert spelling.spells("绿地", "lvdi") or spelling.spells("绿地", "ludi")


def test_names_without_chinese_are_for_the_plain_search():
    assert not spelling.spells("Daming Lake", "dm")


def test_names_that_begin_so_stand_before_those_that_hold_it():
    named = [("a", "东大明湖"), ("b", "大明湖街道"), ("c", "大明湖")]
    assert spelling.among(named, "dmh", 3) == ["c", "b", "a"]


def test_areas_places_units_and_people_are_found_so_within_the_scope(read, write):
    with write() as visit:
        visit.session.get_one(Area, cast.WEST_DISTRICT).name = "大明湖区"
        visit.session.get_one(Area, cast.EAST_DISTRICT).name = "大明湖东区"
        visit.session.add(Place(source="t", source_id="1", kind="park", name="趵突泉公园", name_en="Spring", lon=120.5,
                                lat=30.5, area_code=pile.HERE, address=""))
        visit.session.add(Person(id="zw", name="张伟", name_en="Zhang", title="sysadmin", may=[], areas=[WHOLE_CITY]))
        cast.unit(visit, cast.SWEEPERS).name = "巡查三组"
    with read() as visit:
        assert [one.name for one in areas.find(visit, "dmh", 6)] == ["大明湖区", "大明湖东区"]
        assert [one.name for one in areas.find(visit, "大明湖东", 6)] == ["大明湖东区"]
        assert [one.name for one in places.find(visit, "btq", 6)] == ["趵突泉公园"]
        assert [one.name for one in units.find(visit, "xcsz", 6)] == ["巡查三组"]
        assert [one.name for one in people.find(visit, "zhangwei", 6)] == ["张伟"]
    with read(scope=cast.BO) as visit:
        assert people.find(visit, "zhangwei", 6) == []
        assert [one.name for one in areas.find(visit, "dmh", 6)] == ["大明湖区"]


def test_what_holds_the_words_goes_before_what_they_spell():
    names = {"a": "环卫处", "b": "hw office"}
    assert named_so(names, lambda key: (names[key],), "hw") == ["b"]
    assert named_so(names, lambda key: (names[key],), "huanwei") == ["a"]
