"""What can be done with a task on the phone: a choice of the workflow's verbs, from which states, with what."""

from dataclasses import dataclass

from data.cases import workflow
from data.cases.states import MOVES, State, Verb
from data.cases.tasks import VERIFY, Task
from data.visit import Visit

HANDLING = (Verb.SIGN, Verb.START, Verb.FINISH, Verb.REMARK, Verb.ASK_EXTENSION, Verb.RETURN)
CHECKING = (Verb.VERIFY, Verb.REWORK, Verb.REMARK)
"""In the order of the buttons; the first that fits the state is the large one."""

TAKES: dict[Verb, tuple[str, ...]] = {
    Verb.SIGN: (), Verb.START: ("position",), Verb.FINISH: ("pictures", "note", "position"),
    Verb.REMARK: ("camera", "pictures", "note"), Verb.ASK_EXTENSION: ("until", "note"), Verb.RETURN: ("note",),
    Verb.VERIFY: ("pictures", "note", "position"), Verb.REWORK: ("pictures", "note", "position"),
}
"""What the sheet of a verb asks for; camera opens at the first press."""
LABELS = {Verb.START: "arrive", Verb.FINISH: "finish", Verb.REMARK: "photograph"}
"""Words of the phone's own where they differ from the desk's."""


@dataclass(frozen=True, kw_only=True)
class Action:
    """One verb on one task: the states it leads from, where to (None keeps the state), what must be given."""

    verb: Verb
    starts: tuple[State, ...]
    to: State | None
    needs: tuple[str, ...]


def actions_on(visit: Visit, task: Task) -> list[Action]:
    """Return what the visitor may do with a task now or after what they do next; whoever handles does not verify."""
    found = []
    for verb in CHECKING if task.why == VERIFY else HANDLING:
        moves = {state: move for (state, of), move in MOVES.items()
                 if of is verb and workflow.is_allowed(visit, task.case, move)}
        if moves:
            move = next(iter(moves.values()))
            found.append(Action(verb=verb, starts=tuple(moves), to=move.to, needs=tuple(sorted(move.needs))))
    return found
