"""Where somebody means, from what they write."""

import pytest

from data.cases import spots
from data.cases.spots import Spot
from data.errors import Invalid
from tests import cast, pile


@pytest.mark.parametrize("words", ["120.005,30.0045", " 120.005 , 30.0045 ", "120.005 30.0045", "120.005\uff0c30.0045",
                                   "30.0045,120.005"])
def test_coordinates_are_read_either_way_round_where_that_is_plain(read, words):
    with read() as visit:
        assert spots.find(visit, words) == Spot(lon=120.005, lat=30.0045)


def test_a_case_s_place_is_its_spot_or_its_area(write, read):
    with write() as visit:
        there = pile.put(visit).case_no
        area_only = pile.put(visit, cast.COMMUNITY).case_no
    lon, lat = cast.at(0.5, 0.5)
    with read() as visit:
        assert spots.find(visit, there) == Spot(lon=lon, lat=lat, area_code=pile.HERE, case_no=there)
        assert spots.find(visit, f" {area_only} ") == Spot(area_code=cast.COMMUNITY, case_no=area_only)


@pytest.mark.parametrize(("words", "code"), [
    (cast.COMMUNITY, cast.COMMUNITY), ("区02", "990102"), ("District 02", "990102"), ("district 02", "990102"),
])
def test_an_area_is_found_by_code_or_name(read, words, code):
    with read() as visit:
        assert spots.find(visit, words).area_code == code


@pytest.mark.parametrize(("words", "code"), [
    ("", "no_coordinate"), ("  ", "no_coordinate"), ("月球", "place_not_found"), ("%", "place_not_found"),
    ("街道", "place_ambiguous"), ("街道001", "place_ambiguous"), ("9901010010010", "place_not_found"),
])
def test_what_is_nowhere_or_in_several_places_is_said(read, words, code):
    with read() as visit, pytest.raises(Invalid) as refused:
        spots.find(visit, words)
    assert refused.value.code == code
    if code == "place_ambiguous":
        assert "990101001" in refused.value.values["names"]


def test_strangers_find_no_place_elsewhere(write, read):
    with write() as visit:
        far = cast.open_case(visit, "far", (3.5, 3.5))
    for words in (far, "990102", "区02"):
        with read(scope=cast.CHEN) as visit, pytest.raises(Invalid) as refused:
            spots.find(visit, words)
        assert refused.value.code == "place_not_found"
