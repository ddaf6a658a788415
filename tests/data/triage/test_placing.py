"""Which place a text names, and how far the point lies from it; names outside the visitor's areas are not known."""

import pytest
from sqlalchemy import select

from data.models.area import Area
from data.models.unit import Place
from data.triage.placing import named_in
from tests import cast


def put(visit, name, spot, area=cast.COMMUNITY):
    lon, lat = cast.at(*spot)
    visit.session.add(Place(source="test", source_id=name + str(spot), kind="school", name=name, name_en=name,
                            area_code=area, lon=lon, lat=lat, attributes={}))
    visit.session.flush()


def name_of(visit, code):
    return visit.session.scalars(select(Area.name).where(Area.area_code == code)).one()


def test_a_named_area_holds_its_point_or_lies_so_far_away(read):
    with read() as visit:
        name = name_of(visit, cast.WEST_DISTRICT)
        inside, = named_in(visit, f"{name}路灯不亮", cast.at(0.5, 0.5))
        assert (inside.area_code, inside.distance_m, inside.contradicts) == (cast.WEST_DISTRICT, 0, False)
        outside, = named_in(visit, f"{name}路灯不亮", cast.at(3.5, 0.5))
        assert outside.distance_m > 1_000
        assert outside.contradicts


def test_a_known_place_is_found_and_of_two_of_one_name_the_nearest(write):
    with write() as visit:
        put(visit, "望江小学", (0.5, 0.5))
        put(visit, "望江小学", (3.5, 3.5), "990102002002")
        put(visit, "江小学", (0.5, 0.5))
        found, = named_in(visit, "望江小学门口拥堵", cast.at(0.6, 0.5))
        assert found.name == "望江小学"
        assert found.distance_m == pytest.approx(96, abs=3)
        assert not found.contradicts


def test_who_does_not_see_a_district_is_told_of_no_place_in_it(write, read):
    with write() as visit:
        put(visit, "东区医院", (3.5, 3.5), "990102002002")
    with read(scope=cast.CHEN) as visit:
        assert named_in(visit, "东区医院门口拥堵", cast.at(0.5, 0.5)) == []


@pytest.mark.parametrize("text", ["", "路灯", "😀", "a" * 10_000, "100%_\\", "a\0b", "'; drop table areas"])
def test_a_text_that_names_nothing_has_no_place(read, text):
    with read() as visit:
        assert named_in(visit, text, cast.at(0.5, 0.5)) == []
