"""The demo's four: who they are, what they see, and that they come only once."""

import pytest
from sqlalchemy import select

from data.models.person import Person
from data.people import sessions
from data.people.demo_people import ensure_demo_people, offers
from data.scope import ROLES
from tests import cast


@pytest.fixture
def demo(write, city) -> dict[str, Person]:
    """Return the four by their button."""
    with write() as visit:
        ensure_demo_people(visit.session, city)
        visit.session.flush()
        ensure_demo_people(visit.session, city)
    with write() as visit:
        ensure_demo_people(visit.session, city)
        found = visit.session.scalars(select(Person).where(Person.demo_button.is_not(None)))
        return {str(person.demo_button): person for person in found}


def test_they_are_four_with_the_permissions_of_their_post(demo):
    assert set(demo) == {"dispatcher", "leader", "officer", "wall"}
    assert all(set(person.may) == ROLES[button] for button, person in demo.items())
    assert {button: person.areas for button, person in demo.items()} == {
        "dispatcher": [""], "wall": [""], "leader": [cast.WEST_DISTRICT], "officer": [cast.COMMUNITY]}


def test_the_officer_goes_out_with_a_unit_of_their_community_and_nobody_else_does(demo):
    assert {button: person.unit for button, person in demo.items()} == {
        "dispatcher": None, "leader": None, "wall": None, "officer": cast.OFFICER}


def test_none_of_them_has_a_password(demo, write):
    for person in demo.values():
        assert person.password is None
        with pytest.raises(sessions.NotAllowed), write() as visit:
            sessions.sign_in(visit.session, person.id, "", visit.now)


def test_the_sign_in_page_offers_them_by_their_post_and_the_name_of_their_area(demo, read):
    with read(scope=cast.NOBODY) as visit:
        found = offers(visit.session)
    assert [offer.button for offer in found] == ["dispatcher", "leader", "officer", "wall"]
    assert found[1].areas == (("区01", "District 01"),)
    assert found[0].areas == ()


def test_who_is_not_active_is_not_offered(demo, write, read):
    with write() as visit:
        visit.session.get_one(Person, demo["officer"].id).active = False
    with read() as visit:
        assert "officer" not in {offer.button for offer in offers(visit.session)}
