"""Calling back what one has just sent: a line above the foot, for some seconds, to whoever sent it."""

from datetime import timedelta

from dashboard.drawer.actions import actions
from dashboard.drawer.undo import undo
from data.cases import workflow
from data.cases.states import State
from data.scope import ROLES, Scope
from tests import cast, pile
from tests.dashboard.reading import hooks, props, with_hook, words

DORA = Scope(person="dora", name="Dora", areas=frozenset({""}), may=ROLES["dispatcher"])


def test_what_was_just_sent_may_be_called_back_for_some_seconds(part, write):
    with write(scope=cast.ALICE) as visit:
        case = pile.put(visit, state=State.ACCEPTED)
        number = case.case_no
        workflow.move(visit, number, "dispatch", version=case.version, units=(cast.SWEEPERS,))
    strip = part(undo, number, language="zh-CN", now=cast.NOW + timedelta(seconds=7))
    (button,) = with_hook(strip, "data-left")
    assert (props(button)["data-action"], props(button)["data-left"]) == ("withdraw", "23")
    assert "撤回（23 秒）" in words(strip)
    assert "withdraw" not in hooks(part(actions, number), "data-action"), "it stands apart from what leads on"
    assert part(undo, number, now=cast.NOW + timedelta(seconds=31)) is None
    assert part(undo, number, scope=DORA) is None
