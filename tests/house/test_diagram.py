"""The diagram of docs/cases.md is what the table of moves says, in both languages."""

from dashboard.speech import in_both
from data.cases import diagram
from tests.house.source import text_of

PAGE = "docs/cases.md"


def test_the_page_shows_the_workflow_as_it_is():
    text = text_of(PAGE)
    assert diagram.put_into(text, diagram.draw(in_both)) == text, "make diagram draws it anew"
