"""Being at one's desk, by wire: kept per person, refused to who leads nobody, shown on the desk and its page."""

from tests import cast
from tests.wire.test_panels import hooks


def test_a_leader_is_noted_and_told_since_when_things_are_new(house):
    answer = house.ask("POST", "/presence", cast.BO)
    assert answer.status_code == 200
    assert set(answer.json()) == {"since"}


def test_strangers_are_refused(house):
    assert house.ask("POST", "/presence", cast.ALICE).status_code == 403
    assert house.ask("POST", "/presence", cast.CHEN).status_code == 403
    assert house.ask("POST", "/presence").status_code == 401
    assert house.ask("GET", "/pages/changes", cast.ALICE).status_code == 403


def test_only_who_leads_has_a_home_on_the_desk(house, write):
    with write() as visit:
        number = cast.open_case(visit, category="0201")
    mine = house.ask("GET", "/panels/desk?area=990101", cast.BO).json()
    assert hooks(mine, "data-decision") == ["long_overdue"]
    assert number in hooks(mine, "data-case")
    assert hooks(mine, "data-change") == ["urgent", "overdue", "closed", "sent_on"]
    assert "desk-home" not in house.ask("GET", "/panels/desk", cast.ALICE).json()["slots"]
