"""What passes a filter: cases, figures of areas and how many are hidden, of the asker's own areas alone."""

import pytest

from tests import cast


@pytest.fixture
def four(write):
    with write() as visit:
        for number, category in enumerate(("0101", "0102", "0201")):
            cast.open_case(visit, f"e-{number}", category=category)
        cast.open_case(visit, "far", (3.5, 3.5), category="0101")


def asked(house, query: str, who=cast.ALICE):
    return house.ask("GET", f"/filtered?{query}", who)


def test_what_passes_is_answered_as_a_snapshot_with_how_much_is_hidden(house, four):
    body = asked(house, "area=9901&cat=01&pri=3").json()
    assert (body["cases_total"], body["hidden"]) == (2, 2)
    assert {one["class"] for one in body["cases"]} == {one["class"] for one in body["feed"]} == {"0101"}
    assert {code: row[0] for code, row in body["values"].items()} == {cast.GRIDS[0, 0]: 1, cast.GRIDS[3, 3]: 1}
    assert body["stamp"]["marker"] == "demo"


def test_words_narrow_to_the_cases_that_speak_of_them_and_are_never_more_than_words(house, write):
    with write() as visit:
        lamp = cast.open_case(visit, "lamp", text="lamp 100% dark", reporter={"name": "Zhao", "phone": "13812345678"})
        cast.open_case(visit, "drain", text="drain")
    body = asked(house, "area=9901&q=LAMP").json()
    assert ([one["no"] for one in body["cases"]], body["hidden"]) == ([lamp], 1)
    for typed in ("Zhao", "13812345678", "%27%20OR%201%3D1%20--", "%3Cscript%3E", "_"):
        assert asked(house, f"area=9901&q={typed}").json()["cases"] == [], typed
    assert len(asked(house, f"area=9901&q={'x' * 81}").json()["cases"]) == 2


def test_nothing_passes_where_nothing_fits(house, four):
    body = asked(house, "area=9901&st=suspended").json()
    assert (body["cases"], body["feed"], body["values"], body["hidden"]) == ([], [], {}, 4)


def test_a_leader_gets_what_is_of_the_own_district(house, four):
    for area in ("9901", cast.EAST_DISTRICT, cast.WEST_DISTRICT):
        body = asked(house, f"area={area}&cat=01", cast.BO).json()
        assert (body["area"], body["cases_total"], body["hidden"]) == (cast.WEST_DISTRICT, 2, 1)


def test_nobody_is_answered_without_signing_in(house):
    assert house.ask("GET", "/filtered?area=9901").status_code == 401


@pytest.mark.parametrize(("query", "status"), [("zoom=3", 422), ("area=1&area=2", 422), ("st=asleep&cat=%25", 200),
                                               ("from=2026-01-01&to=now", 200), ("cat=" + "0" * 2000, 422)])
def test_a_malformed_question_is_refused_or_falls_back(house, query, status):
    assert asked(house, query).status_code == status
