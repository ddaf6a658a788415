"""The demo people of the sign-in page."""

from data.models.person import Person
from data.people import demo_people
from data.scope import ROLES


def test_demo_people_are_offered_in_the_order_of_what_they_may(write):
    with write() as visit:
        demo_people.ensure_demo_people(visit.session, visit.city)
        visit.session.flush()
        offers = demo_people.offers(visit.session)
    assert [offer.button for offer in offers if offer.is_first] == ["dispatcher", "leader", "officer", "wall"]
    assert all(offer.is_first for offer in offers[:4])
    assert offers[0].areas == ()
    assert offers[1].areas == (("区01", "District 01"),)


def test_whoever_is_inactive_is_not_offered(write):
    with write() as visit:
        demo_people.ensure_demo_people(visit.session, visit.city)
        visit.session.flush()
        visit.session.get_one(Person, "demo-wall").active = False
        visit.session.flush()
        assert "wall" not in [offer.button for offer in demo_people.offers(visit.session)]


def test_adding_them_twice_adds_nobody(write):
    with write() as visit:
        for _ in range(2):
            demo_people.ensure_demo_people(visit.session, visit.city)
            visit.session.flush()
        assert len(demo_people.offers(visit.session)) == len(ROLES) - 1
