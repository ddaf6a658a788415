"""Going somewhere, typed: an area, a page, a place."""

from data.models.unit import Place
from tests import cast, pile


def test_an_area_is_named_or_coded(say):
    assert say(f"go {cast.COMMUNITY}").choices[0].effect == {"do": "area", "code": cast.COMMUNITY}
    assert say("到 区01").choices[0].effect == {"do": "area", "code": cast.WEST_DISTRICT}
    assert say("到区01", language="zh-CN").choices[0].label == "到 区01"


def test_pages_of_the_desk_and_places_are_places_to_go_too(say, write):
    with write() as visit:
        visit.session.add(Place(source="t", source_id="1", kind="park", name="东山公园", name_en="East Hill Park",
                                lon=120.5, lat=30.5, area_code=pile.HERE, address="12 Hill Road"))
    assert {"do": "page", "href": "/desk/queue"} in [choice.effect for choice in say("go queue").choices]
    assert say("go east hill").choices[0].effect == {"do": "fly", "lon": 120.5, "lat": 30.5, "name": "East Hill Park"}


def test_a_page_that_this_person_may_not_see_is_not_offered(say):
    assert {"do": "page", "href": "/desk/people"} not in [c.effect for c in say("go people").choices]


def test_nowhere_says_so_and_a_longer_word_is_no_command(say):
    assert "“nowhere”" in say("go nowhere").fault
    assert say("go").fault
    assert say("goose") is None
    assert say("到达时间") is None


def test_what_lies_outside_the_scope_is_nowhere(say):
    assert say(f"go {cast.EAST_DISTRICT}", scope=cast.BO).fault
    assert say(f"go {cast.EAST_DISTRICT}", scope=cast.NOBODY) is None
