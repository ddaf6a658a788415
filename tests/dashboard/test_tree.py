"""Components as plain trees: text stays text, nothing is lost that a panel needs."""

import json

import plotly.graph_objects as go
from dash import dcc, html

from dashboard.parts.tree import encode, tree


def test_a_component_becomes_tag_attributes_and_children():
    made = tree(html.Section([html.B("1", className="x"), None, "two"], **{"data-panel": "kpi"}, hidden=True))
    assert made == ["section", {"hidden": True, "data-panel": "kpi"}, [["b", {"class": "x"}, ["1"]], "two"]]


def test_numbers_become_text_and_nothing_stays_nothing():
    assert tree(html.Td([3, 4.5])) == ["td", {}, ["3", "4.5"]]
    assert tree(None) is None
    assert tree(html.Span()) == ["span", {}, []]


def test_markup_in_a_text_stays_a_text():
    text = "<script>alert(1)</script> \u202e 😀"
    assert json.loads(encode(tree(html.P(text)))) == ["p", {}, [text]]


def test_a_graph_carries_what_plotly_needs_and_no_template():
    graph = dcc.Graph(id="g", figure=go.Figure(go.Scatter(x=[1], y=[2])), config={"a": 1}, className="c")
    tag, attributes, drawn = tree(graph)
    assert (tag, attributes) == ("graph", {"id": "g", "class": "c"})
    assert drawn["data"][0]["type"] == "scatter"
    assert drawn["config"] == {"a": 1}
    assert "template" not in drawn["layout"]
