"""The diagram holds every state and every move that changes one, and is drawn from the table alone."""

import re

import pytest

from data.cases import diagram
from data.cases.states import ENDED, MOVES, State

ARROW = re.compile(r"    (\w+) --> (\w+): (.+)")


def drawn_arrows(text: str) -> dict[tuple[str, str], list[str]]:
    """Return {(from, to): verbs} as they stand in the diagram."""
    found = {(start, to): label.split(" / ") for start, to, label in ARROW.findall(text)}
    found.pop(("[*]", "reported"), None)
    return found


def test_every_move_that_changes_the_state_is_an_arrow_and_no_other_is():
    wanted: dict[tuple[str, str], list[str]] = {}
    for (start, verb), move in MOVES.items():
        if move.to is not None and move.to is not start:
            wanted.setdefault((start.value, move.to.value), []).append(f"verbs.{verb.value}")
    assert drawn_arrows(diagram.draw()) == wanted


def test_every_state_stands_there_once_and_the_ended_ones_lead_out():
    text = diagram.draw()
    named = re.findall(r'state "states\.\w+" as (\w+)', text)
    assert sorted(named) == sorted(State)
    assert set(re.findall(r"(\w+) --> \[\*\]", text)) == set(ENDED)


def test_the_straight_way_lies_in_the_five_stages():
    text = diagram.draw()
    assert re.findall(r"as stage_(\w+) \{", text) == list(diagram.STAGES)
    assert text.count("{") == text.count("}") == len(diagram.STAGES)


def test_a_colon_in_a_word_does_not_end_a_label():
    text = diagram.draw(lambda key: f"{key}: said; twice")
    assert all(label.count(":") == label.count(";") == 0 for labels in drawn_arrows(text).values() for label in labels)


def test_a_document_keeps_all_but_what_stands_between_the_marks():
    page = f"before {diagram.BEGIN} old {diagram.END} after"
    once = diagram.put_into(page, "new")
    assert once.startswith("before ")
    assert once.endswith(" after")
    assert "old" not in once
    assert diagram.put_into(once, "new") == once


@pytest.mark.parametrize("text", ["", "no marks", diagram.BEGIN, f"{diagram.END}{diagram.BEGIN}"])
def test_a_document_without_marks_is_refused(text):
    with pytest.raises(ValueError):
        diagram.put_into(text, "new")
