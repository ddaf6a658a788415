"""Whatever people write stays text: on the page, in every panel, in both languages."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson
import pytest
from dash.development.base_component import Component
from sqlalchemy import select

from dashboard import panel
from dashboard.panel import View
from dashboard.panels import case_drawer
from dashboard.wiring import fill, words_for
from data.cases import workflow
from data.models.area import Area
from data.models.case import CaseClass
from data.models.unit import Unit
from tests import cast
from tests.dashboard.reading import parts, props

NASTY = ["<script>alert(1)</script>", '<img src=x onerror="alert(1)">', "👩\u200d🚒🔥",
         "\u202e\u05dc\u05d0\u05db\u05d6\u05d1 42", "${7*7}{{7*7}}", "{n} {missing} %s", "&lt;b&gt;", "一" * 300]
"""Scripts, attributes, joined emoji, right to left, templates, patterns, entities, too long."""
BY_HTML = {"Markdown", "Iframe", "Script", "ObjectEl", "Embed", "Base", "Meta"}
"""Components that turn text into something that runs or loads."""


@pytest.fixture(params=NASTY, ids=lambda text: ascii(text[:12]))
def nasty(request, write) -> str:
    """Write the text everywhere people may write, and return it."""
    text = str(request.param)
    with write() as visit:
        for area in visit.session.scalars(select(Area)):
            area.name = area.name_en = text[:60]
        for unit in visit.session.scalars(select(Unit)):
            unit.name = unit.name_en = text[:60]
        for one in visit.session.scalars(select(CaseClass)):
            one.name = one.name_en = text[:60]
        number = cast.open_case(visit, category="0201", text=text, address=text[:60])
        cast.open_case(visit, "e-2", text=text)
        workflow.move(visit, number, "dispatch", version=1, units=(cast.ENGINE,), note=text)
        cast.open_case(visit, "e-3", category="0201", text=text)
    return text


def everything(visit: Any) -> Iterator[Component]:
    for surface in ("wall", "desk"):
        for one in panel.discover():
            found = fill(visit, View(area="9901", norm="abs", surface=surface), one)
            yield from (part for part in parts(found) if isinstance(part, Component))
    for number in visit.session.scalars(select(workflow.Case.case_no)):
        drawer = case_drawer.show(visit, words_for(visit, case_drawer.WORDS), {"case": number})
        yield from (part for part in parts(drawer["tree"]) if isinstance(part, Component))


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_what_people_write_is_a_child_or_a_title_and_nothing_that_runs(read, nasty, language):
    with read(scope=cast.ALICE) as visit:
        found = list(everything(replace(visit, language=language)))
    assert not {type(part).__name__ for part in found} & BY_HTML
    told = 0
    for part in found:
        for name, value in props(part).items():
            if isinstance(value, str) and nasty[:20] in value:
                assert name in {"children", "title"}, f"{type(part).__name__}.{name}"
                told += 1
            assert "dangerously" not in name.lower()
            assert not name.lower().startswith("on")
    assert told > 5, "the text is shown somewhere, as it was written"


def test_what_people_write_goes_to_the_page_as_plain_json(read, nasty):
    with read(scope=cast.ALICE) as visit:
        shown = [part.to_plotly_json() for part in everything(visit) if type(part).__name__ in ("H2", "Span", "B")]
    texts = [part["props"].get("children") for part in shown]
    assert nasty in [orjson.loads(orjson.dumps(text)) for text in texts if isinstance(text, str)]
