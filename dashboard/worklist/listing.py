"""The working list as a table for spreadsheets: one open case a row, times on the city's clock, nobody who reported."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from dashboard.speech import Words
from dashboard.worklist import rows
from data.areas import naming
from data.cases import classes, departments
from data.ingest.report import harmless
from data.models.case import Case
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {"priority": "级别", "area": "区域编码", "address": "地址", "stage_due": "本环节时限", "due": "办结时限",
              "as_of": "截至（{zone}）", "source": "数据来源"},
    "en": {"priority": "Priority", "area": "Area code", "address": "Address", "stage_due": "Stage due", "due": "Due",
           "as_of": "As of ({zone})", "source": "Source of data"},
}
COLUMNS = ("number", "priority", "case", "state", "kind", "where", "area", "address", "department", "channel",
           "received", "stage_due", "due", "as_of", "source")
MARK = "\ufeff"
"""Tells spreadsheets that the text is UTF-8."""


def write(visit: Visit, words: Words, cases: Iterable[list[Case]]) -> str:
    """Return the text of the table: a heading, then the cases of every piece."""
    own, t, text = words.with_own(WORDS), words.with_own(rows.WORDS), io.StringIO()
    table = csv.writer(text)
    table.writerow([own(name, zone=visit.zone) if name in own.own else t(name) for name in COLUMNS])
    for piece in cases:
        table.writerows([harmless(value) for value in row] for row in _rows(visit, t, piece))
    return MARK + text.getvalue()


def _rows(visit: Visit, t: Words, cases: list[Case]) -> Iterator[tuple[str, ...]]:
    book = classes.open_book(visit.session, visit.city.class_scheme).by_code
    offices = departments.by_code(visit)
    places = naming.places(visit, {case.area_code for case in cases})
    as_of = t.moment(visit.now)
    for case in cases:
        kind, office = book.get(case.class_code), offices.get(case.department or "")
        yield (
            case.case_no, t(f"priorities.p{case.priority}"), case.text, t(f"states.{case.state}"),
            t.pick(kind.name, kind.name_en) if kind else t("screen.unclassified"),
            t.pick(*places[case.area_code]), case.area_code, case.address,
            t.pick(office.name, office.name_en) if office else case.department or "", t(f"channels.{case.channel}"),
            t.moment(case.received_at), *(t.moment(at) if at else "" for at in (case.stage_due_at, case.due_at)),
            as_of, visit.city.marker or "",
        )
