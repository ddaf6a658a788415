"""The workflow as a Mermaid state diagram, drawn from the table of moves and nothing else."""

from collections.abc import Callable

from data.cases.states import ENDED, MOVES, State, Verb

BEGIN, END = "<!-- diagram: drawn from MOVES; make diagram -->", "<!-- end of diagram -->"
STAGES: dict[str, tuple[State, ...]] = {
    "report": (State.REPORTED,), "sort": (State.ACCEPTED, State.DISPATCHED),
    "handle": (State.SIGNED, State.IN_HANDLING, State.HANDLED), "follow_up": (State.TO_VERIFY, State.FOLLOW_UP),
    "evaluate": (State.TO_EVALUATE, State.EVALUATED, State.CLOSED),
}
"""The five stages and the states that lie on the straight way; all other states lie beside it."""

Say = Callable[[str], str]
"""Key of words ("states.closed", "verbs.close", "steps.report") -> what is read."""


def draw(say: Say = str) -> str:
    """Return the diagram as Mermaid text: every state, and one arrow for each pair of states with all verbs on it."""
    lines = ["stateDiagram-v2", "    direction TB", f"    [*] --> {State.REPORTED}: {_label(say, Verb.REPORT)}"]
    for stage, states in STAGES.items():
        lines += [f'    state "{say(f"steps.{stage}")}" as stage_{stage} {{',
                  *(f'        state "{say(f"states.{state}")}" as {state}' for state in states), "    }"]
    beside = [state for state in State if not any(state in states for states in STAGES.values())]
    lines += [f'    state "{say(f"states.{state}")}" as {state}' for state in beside]
    lines += [f"    {start} --> {to}: {_label(say, *verbs)}" for (start, to), verbs in arrows().items()]
    return "\n".join([*lines, *(f"    {state} --> [*]" for state in State if state in ENDED)])


def _label(say: Say, *verbs: Verb) -> str:
    """Return an arrow's label; a colon or a semicolon would end it."""
    said = (say(f"verbs.{verb}").replace(":", ",").replace(";", ",") for verb in verbs)
    return " / ".join(said)


def arrows() -> dict[tuple[State, State], list[Verb]]:
    """Return {(from, to): verbs} of the moves that change the state, in the order of the table."""
    found: dict[tuple[State, State], list[Verb]] = {}
    for (start, verb), move in MOVES.items():
        if move.to is not None and move.to is not start:
            found.setdefault((start, move.to), []).append(verb)
    return found


def put_into(text: str, drawn: str) -> str:
    """Return a document with the diagram between its marks. Raises ValueError where it has no marks."""
    head, mark, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not (mark and end):
        raise ValueError("the document has no marks for the diagram")
    return f"{head}{BEGIN}\n```mermaid\n{drawn}\n```\n{END}{tail}"
