"""Trees written as HTML: whatever a text says, it stays a text."""

from html.parser import HTMLParser
from typing import Any

import orjson
from dash import html
from hypothesis import given
from hypothesis import strategies as st

from dashboard.phone.markup import data_block, element, write

NASTY = st.text(alphabet=st.sampled_from("<>&\"'/=ab \n`!-]字\\"), max_size=20)


class Reader(HTMLParser):
    """Reads what was written back as (tag, attributes) and text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, Any]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


@given(NASTY, NASTY)
def test_text_and_attributes_come_back_as_they_were(text, value):
    read = Reader(write(element("p", text, data_said=value)))
    assert read.tags == [("p", {"data-said": value})]
    assert read.text == text


@given(st.dictionaries(NASTY, NASTY, max_size=3))
def test_a_block_of_data_cannot_end_early(known):
    written = data_block("config", known)
    assert written.count("<") == 2
    inside = written.split(">", 1)[1].rsplit("<", 1)[0]
    assert orjson.loads(inside) == known


def test_elements_lists_and_dash_s_components_are_written_alike():
    assert write([element("b", "x"), None, html.I("y", className="z")]) == '<b>x</b><i class="z">y</i>'
    assert write(element("input", type="file", multiple=True, hidden=False)) == '<input type="file" multiple>'
    listed = element("ul", [element("li", n) for n in (1, 2)], class_="a")
    assert write(listed) == '<ul class="a"><li>1</li><li>2</li></ul>'
