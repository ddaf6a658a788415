"""The demo's people: who they are, what they see, and that they come only once."""

import pytest
from sqlalchemy import select

from data.models.case import Department
from data.models.person import Person
from data.people import sessions
from data.people.demo_people import ensure_demo_people, offers
from data.scope import APART, ROLES
from tests import cast


@pytest.fixture
def demo(write, city) -> dict[str, Person]:
    """Return them by their button."""
    with write() as visit:
        ensure_demo_people(visit.session, city)
        visit.session.flush()
        ensure_demo_people(visit.session, city)
    with write() as visit:
        ensure_demo_people(visit.session, city)
        found = visit.session.scalars(select(Person).where(Person.demo_button.is_not(None)))
        return {str(person.demo_button): person for person in found}


def test_there_is_one_of_every_post_with_its_permissions(demo):
    assert set(demo) == {*ROLES} - {"handler"}
    assert all(set(person.may) == ROLES[button] for button, person in demo.items())
    areas = {button: person.areas for button, person in demo.items()}
    assert {button: areas[button] for button in ("leader", "street", "community", "officer")} == {
        "leader": [cast.WEST_DISTRICT], "street": [cast.COMMUNITY[:9]], "community": [cast.COMMUNITY],
        "officer": [cast.COMMUNITY]}
    assert all(seen == [""] for button, seen in areas.items()
               if button not in ("leader", "street", "community", "officer"))


def test_nobody_holds_two_of_what_the_three_administrators_share(demo):
    assert all(len(set(person.may) & set(APART)) <= 1 for person in demo.values())


def test_a_department_has_a_handler_who_sees_and_handles_its_cases_only(write, read, city):
    with write() as visit:
        visit.session.add(Department(code="hygiene", name="环卫中心", name_en="Sanitation Centre"))
        visit.session.flush()
        ensure_demo_people(visit.session, city)
        visit.session.flush()
        ensure_demo_people(visit.session, city)
    with read() as visit:
        person = visit.session.get_one(Person, "demo-handler-hygiene")
        scope = sessions.scope_of(visit.session, person, visit.now)
        offer = next(one for one in offers(visit.session) if one.button == "handler-hygiene")
    assert (person.may, person.areas, person.department) == ([], [], "hygiene")
    assert scope.may == ROLES["handler"]
    assert scope.spans() == {("", "hygiene")}
    assert scope.allows("cases.handle", cast.COMMUNITY, "hygiene")
    assert not scope.allows("cases.handle", cast.COMMUNITY, "works")
    assert (offer.title, offer.department, offer.areas) == ("handler", ("环卫中心", "Sanitation Centre"), ())


def test_the_officer_goes_out_with_a_unit_of_their_community_and_nobody_else_does(demo):
    assert {button: person.unit for button, person in demo.items() if person.unit} == {"officer": cast.OFFICER}


def test_none_of_them_has_a_password(demo, write):
    for person in demo.values():
        assert person.password is None
        with pytest.raises(sessions.NotAllowed), write() as visit:
            sessions.sign_in(visit.session, person.id, "", visit.now)


def test_the_sign_in_page_offers_them_by_their_post_and_the_name_of_their_area(demo, read):
    with read(scope=cast.NOBODY) as visit:
        found = offers(visit.session)
    assert [offer.button for offer in found[:4]] == ["dispatcher", "leader", "officer", "wall"]
    assert [offer.is_first for offer in found].count(True) == 4
    assert found[1].areas == (("区01", "District 01"),)
    assert found[0].areas == ()


def test_who_is_not_active_is_not_offered(demo, write, read):
    with write() as visit:
        visit.session.get_one(Person, demo["officer"].id).active = False
    with read() as visit:
        assert "officer" not in {offer.button for offer in offers(visit.session)}
