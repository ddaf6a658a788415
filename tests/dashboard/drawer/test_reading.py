"""What the drawer says of the text itself: urgency with words, the place with its distance, the usual department."""

from dashboard.drawer.sorting import sorting
from tests import cast, pile
from tests.dashboard.reading import hooks, words


def put(write, **more) -> str:
    with write() as visit:
        return pile.put(visit, **more).case_no


def test_an_urgent_text_is_proposed_as_such_with_its_words(part, write):
    shown = part(sorting, put(write, text="有人被困电梯，孩子受伤", priority=4))
    assert hooks(shown, "data-urgent") == ["1"]
    assert "“被困” (life in danger)" in words(shown)
    assert hooks(part(sorting, put(write, text="有人被困电梯", priority=1)), "data-urgent") == []


def test_the_place_in_the_text_stands_with_its_distance_to_the_point(part, write):
    name = "区01"
    near = part(sorting, put(write, text=f"{name}路灯不亮"))
    assert "where the point is" in words(near)
    lon, lat = cast.at(3.5, 3.5)
    far = part(sorting, put(write, area_code=pile.THERE, lon=lon, lat=lat, text=f"{name}路灯不亮"))
    assert "please check" in words(far)
    loose = part(sorting, put(write, area_code="9901", placed="area", text=f"{name}路灯不亮"))
    assert "placed by area only" in words(loose)


def test_who_handled_such_cases_here_is_proposed_where_it_is_another(part, write):
    with write() as visit:
        pile.put_all(visit, [pile.case(pile.HERE, visit.now, department="roads", handled_at=visit.now,
                                       closed_at=visit.now) for _ in range(6)])
    shown = part(sorting, put(write, department="clean"))
    assert hooks(shown, "data-answering") == ["roads"]
    assert "handled 6 of 6 such cases" in words(shown)
    assert hooks(part(sorting, put(write, department="roads")), "data-answering") == []


def test_a_closed_case_is_told_nothing(part, write):
    assert part(sorting, put(write, text="有人被困电梯", state="closed")) is None
