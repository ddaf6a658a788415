"""Cases that belong to this one: its parts, what it is a part of, what was merged, and others open nearby."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.drawer.opened import Opened
from dashboard.parts.symbols import priority_mark
from dashboard.speech import Words
from data.cases import around, queries
from data.models.case import Case

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "parts": "子案", "parts_note": "{n} 件 · 办结 {done} 件", "parent": "所属主案", "merged_into": "已并入",
        "merged": "并入本案", "n": "{n} 件", "near": "周边在办", "near_note": "300 m 内 {n} 件",
    },
    "en": {
        "parts": "Parts", "parts_note": "{done} of {n} done", "parent": "Part of", "merged_into": "Merged into",
        "merged": "Merged into this one", "n": {"one": "{n} case", "other": "{n} cases"}, "near": "Open nearby",
        "near_note": "{n} within 300 m",
    },
}
NEAR_DEGREES = 0.003
"""About 300 m."""
NEAR_SHOWN, NEAR_COUNTED = 5, 500


def family(one: Opened) -> list[Component]:
    """Return the parts, the parent, and what was merged, as far as there are any."""
    t, case = one.t.with_own(WORDS), one.case
    parts = around.parts_of(one.visit, case)
    done = sum(not part.is_open for part in parts)
    found: list[tuple[str, str, Sequence[Case | None]]] = [
        ("parent", "", [around.with_id(one.visit, case.parent_id)]),
        ("parts", t("parts_note", n=len(parts), done=done), parts),
        ("merged_into", "", [around.with_id(one.visit, case.merged_into)]),
        ("merged", "", around.merged_into_it(one.visit, case)),
    ]
    return [_listed(one, t, key, [c for c in cases if c], note) for key, note, cases in found if any(cases)]


def _listed(one: Opened, t: Words, key: str, cases: list[Case], note: str) -> Component:
    rows = [html.Div([html.I("●" if case.is_open else "✓", className="kin-mark"), html.Span(case.text or case.case_no),
                      html.Small(f"{one.department_name(case.department)} · {t(f'states.{case.state}')}".lstrip(" ·"))],
                     className="near-row", role="button", tabIndex=0,
                     **{"data-case": case.case_no, "data-kin": key}) for case in cases]
    return html.Section([html.H3([t(key), html.Small(note or t("n", n=len(cases)))]), *rows])


def neighbours(one: Opened) -> Component | None:
    """Return other open cases within about 300 m."""
    t, case = one.t.with_own(WORDS), one.case
    found = queries.open_near(one.visit, case.lon, case.lat, NEAR_DEGREES, NEAR_COUNTED)
    near = [other for other in found if other.id != case.id]
    if not near:
        return None
    rows = [
        html.Div(
            [priority_mark(c.priority), html.Span(c.text), html.Small(t.when(c.received_at, one.visit.now))],
            className="near-row",
            role="button",
            tabIndex=0,
            **{"data-case": c.case_no},
        )
        for c in near[:NEAR_SHOWN]
    ]
    return html.Section([html.H3([t("near"), html.Small(t("near_note", n=len(near)))]), *rows])
