"""Bo sees the western district and nothing else, whichever way he asks."""

import pytest

from tests import cast

WEST, EAST = (0.5, 0.5), (2.5, 2.5)
CANARY = "金丝雀"


@pytest.fixture
def cases(write):
    """Open one case in the west and one, which Bo must never see, in the east; return their numbers."""
    with write() as visit:
        return cast.open_case(visit, "west", WEST), cast.open_case(visit, "east", EAST, text=CANARY)


def test_he_sees_his_own(house, cases):
    assert house.ask("GET", f"/api/v1/cases/{cases[0]}", cast.BO).status_code == 200
    assert [case["case_no"] for case in house.ask("GET", "/api/v1/cases", cast.BO).json()["items"]] == [cases[0]]


@pytest.mark.parametrize("path", [
    "/api/v1/cases/{east}", "/api/v1/cases?area=990102", "/api/v1/cases?area=9901", "/api/v1/areas/990102",
    "/api/v1/areas/990102/summary", "/api/v1/areas/9901", "/api/v1/areas/9901/summary", "/api/v1/areas/9901020010010",
    "/layers/areas.geojson?area=990102", "/layers/open_cases.geojson?area=990102",
    "/layers/open_cases.geojson?area=9901",
    "/layers/units.geojson?area=990102", "/layers/areas.geojson?area=9901&v=1",
])
def test_what_lies_elsewhere_is_not_there_for_him(house, cases, path):
    answer = house.ask("GET", path.format(east=cases[1]), cast.BO)
    assert answer.status_code == 404
    assert CANARY not in answer.text


@pytest.mark.parametrize("path", [
    "/api/v1/cases", "/api/v1/cases?since=2020-01-01T00:00:00Z", "/api/v1/cases?status=open", "/api/v1/cases?limit=500",
    "/api/v1/areas/990101", "/api/v1/areas/990101/summary?range=7d", "/layers/open_cases.geojson",
    "/layers/open_cases.geojson?bbox=119,29,121,31", "/layers/areas.geojson?bbox=119,29,121,31&level=5",
    "/layers/units.geojson", "/layers/places.geojson?bbox=119,29,121,31",
])
def test_nothing_from_elsewhere_is_among_what_he_gets(house, cases, path):
    answer = house.ask("GET", path, cast.BO)
    assert answer.status_code == 200
    assert cases[1] not in answer.text
    assert CANARY not in answer.text
    assert cast.EAST_DISTRICT not in answer.text
    assert cast.FAR_SWEEPERS not in answer.text


def test_another_persons_cursor_shows_him_nothing_more(house, write):
    with write() as visit:
        for number in range(6):
            cast.open_case(visit, f"e-{number}", EAST if number % 2 else WEST)
    cursor = house.ask("GET", "/api/v1/cases?limit=1", cast.ALICE).json()["next_cursor"]
    items = house.ask("GET", f"/api/v1/cases?cursor={cursor}", cast.BO).json()["items"]
    assert {case["area"][:6] for case in items} == {cast.WEST_DISTRICT}


def test_he_cannot_move_what_he_cannot_see(house, cases):
    west = house.key("cases.move", "cases.dispatch", area=cast.WEST_DISTRICT)
    for body in ({"verb": "accept", "version": 1}, {"verb": "dispatch", "version": 1, "units": [cast.FAR_SWEEPERS]}):
        answer = house.ask("POST", f"/api/v1/cases/{cases[1]}/moves", key=west, json=body,
                           headers={"Idempotency-Key": "k"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "case_not_found")
    there = house.ask("GET", f"/api/v1/cases/{cases[1]}", cast.ALICE).json()
    assert there["version"] == 1


def test_he_cannot_send_units_he_cannot_see(house, cases):
    west = house.key("cases.move", "cases.dispatch", area=cast.WEST_DISTRICT)
    body = {"verb": "dispatch", "version": 1, "units": [cast.FAR_SWEEPERS]}
    answer = house.ask("POST", f"/api/v1/cases/{cases[0]}/moves", key=west, json=body, headers={"Idempotency-Key": "k"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unit_not_found")


def test_a_key_replayed_for_a_case_elsewhere_tells_nothing(house, cases):
    whole = house.key("cases.move")
    house.ask("POST", f"/api/v1/cases/{cases[1]}/moves", key=whole, json={"verb": "accept", "version": 1},
              headers={"Idempotency-Key": "k"})
    west = house.key("cases.move", area=cast.WEST_DISTRICT)
    answer = house.ask("POST", f"/api/v1/cases/{cases[1]}/moves", key=west, json={"verb": "accept", "version": 1},
                       headers={"Idempotency-Key": "k"})
    assert answer.status_code == 404


@pytest.mark.parametrize("order", [(cast.ALICE, cast.BO, cast.CHEN), (cast.CHEN, cast.BO, cast.ALICE)])
def test_what_is_kept_for_one_is_never_handed_to_another(house, order):
    path = f"/layers/areas.geojson?area={cast.COMMUNITY}&level=5&v=1"
    wide = f"/layers/areas.geojson?area={cast.WEST_DISTRICT}&level=5&v=1"
    for _round in range(2):
        for who in order:
            answer = house.ask("GET", path, who)
            assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
            assert len(answer.json()["features"]) == 2
            assert house.ask("GET", wide, who).status_code == (404 if who is cast.CHEN else 200)


def test_the_summary_counts_only_what_he_may_see(house, cases):
    def received(who, area):
        figures = house.ask("GET", f"/api/v1/areas/{area}/summary?at=2026-03-18T10:30:00%2B08:00",
                            who).json()["figures"]
        return {figure["name"]: figure["value"] for figure in figures}["open_now"]

    assert received(cast.ALICE, "9901") == 2
    assert received(cast.BO, "990101") == 1


def test_somebody_without_any_area_sees_nothing(house, cases, write):
    from data.models.person import Person
    from data.scope import ROLES, Scope

    with write() as visit:
        visit.session.add(Person(id="dora", name="Dora", name_en="Dora", title="leader", may=sorted(ROLES["leader"]),
                                 areas=[]))
    dora = Scope(person="dora")
    assert house.ask("GET", "/api/v1/cases", dora).json()["items"] == []
    assert house.ask("GET", f"/api/v1/cases/{cases[0]}", dora).status_code == 404
    assert house.ask("GET", "/layers/open_cases.geojson", dora).status_code == 404
    assert house.ask("GET", "/api/v1/areas/9901", dora).status_code == 404


def test_an_area_code_is_no_pattern(house, cases):
    for area in ("%25", "_", "990101%25", "*", "9901~", "99010", "990101 OR 1=1"):
        assert house.ask("GET", f"/api/v1/cases?area={area}", cast.BO).status_code == 404, area
