"""Taking back what walls were sent, typed: the press stands ready, nothing is taken back by the line."""

from datetime import timedelta

import pytest

from data.people import driving, pairing
from data.people.driving import Wish
from tests import cast


@pytest.fixture
def sent(write):
    """Return sent(name, scene): the order that a wall of this name was given."""
    def let_in_and_send(name: str, scene: str = "flood") -> int:
        with write(scope=cast.ALICE) as visit:
            hall = pairing.let_in(visit, pairing.ask(visit.session, visit.now).code, name, "").id
            wish = Wish(targets=(hall,), kind="scene", what=scene, lasts=timedelta(minutes=15))
            return driving.send(visit, wish)[0].id

    return let_in_and_send


def test_the_wall_named_is_the_one_and_without_a_name_each_is_a_choice(say, sent, read):
    one, other = sent("大厅1"), sent("大厅2", "safety")
    assert [choice.effect["href"] for choice in say("收回 大厅1").choices] == [f"/desk/walls?back={one}"]
    assert len(say("take back").choices) == 2
    assert len(say("收回大厅").choices) == 2
    choice = say("take back 大厅2").choices[0]
    assert choice.effect["href"].endswith(f"back={other}")
    assert choice.label == "Take back from 大厅2: Scene: Work safety"
    assert "Alice" in choice.note
    with read() as visit:
        assert len(driving.in_force(visit)) == 2


def test_where_nothing_was_sent_it_says_so(say, sent):
    assert say("take back 大厅1").fault == "No wall shows anything that was sent"
    sent("大厅1")
    assert "“大厅9”" in say("收回 大厅9").fault
    assert "大厅1" in say("收回 大厅9").fault


def test_who_may_not_drive_walls_takes_nothing_back(say, sent):
    sent("大厅1")
    assert say("收回 大厅1", scope=cast.CHEN) is None
