"""What material was issued to a case: how much is there still, each movement with name and time."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.drawer.opened import Opened
from dashboard.speech import Words
from data.models.stock import StockEntry
from data.stock import holders, looking
from data.stock.looking import Held
from data.stock.moving import RIGHT

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {"material": "物资", "held": "现有 {n} {unit}", "given": "共发放 {n}", "none": "尚未发放物资",
              "issue": "发放物资", "line": "{act} {n} · {place} · {name} · {time}"},
    "en": {"material": "Material", "held": "{n} {unit} there", "given": "{n} issued in all",
           "none": "Nothing was issued to it", "issue": "Issue material",
           "line": "{act} {n} · {place} · {name} · {time}"},
}
MOST_LINES = 6


def material(one: Opened) -> Component | None:
    """Return what the case has of each kind, folded away; nothing where it has none and nothing can be issued."""
    may, held = RIGHT in one.visit.scope.may and one.case.is_open, looking.of_case(one.visit, one.case.case_no)
    if not (held or may):
        return None
    t = one.t.with_own(WORDS)
    names = holders.names(one.visit, {(entry.other_kind, entry.other) for kind in held for entry in kind.entries
                                      if entry.other})
    rows: list[Any] = [row(one, t, kind, names) for kind in held]
    if may:
        rows.append(html.A(t("issue"), className="take-away", href=f"/desk/stock?case={one.case.case_no}"))
    about = " · ".join(f"{t.pick(kind.material.name, kind.material.name_en)} {t.count(kind.quantity)}"
                       for kind in held if kind.quantity) or ("" if held else t("none"))
    return html.Details([html.Summary([html.B(t("material")), html.Small(about)]), *rows], className="fits",
                        **{"data-material": str(len(held))})


def row(one: Opened, t: Words, kind: Held, names: dict[tuple[str, str], tuple[str, str]]) -> Component:
    """Return one kind: how many are there, how many were issued in all, and its movements, the newest first."""
    given = sum(entry.change for entry in kind.entries if entry.act == "issued")
    said = t("held", n=t.count(kind.quantity), unit=t.pick(kind.material.unit, kind.material.unit_en))
    return html.Div([
        html.I(className="capacity-mark is-free" if kind.quantity else "capacity-mark is-closed"),
        html.B(t.pick(kind.material.name, kind.material.name_en)), html.Span(said),
        html.Small(t("given", n=t.count(given))),
        *(html.Small(line(one, t, entry, names)) for entry in reversed(kind.entries[-MOST_LINES:])),
    ], className="free-row", **{"data-held": f"{kind.material.code} {kind.quantity}"})


def line(one: Opened, t: Words, entry: StockEntry, names: dict[tuple[str, str], tuple[str, str]]) -> str:
    """Return one movement in a line; a depot that this person may not see has no name here."""
    return t("line", act=t(f"stock_acts.{entry.act}"), n=t.count(abs(entry.change)), name=entry.by_name,
             place=t.pick(*names.get((entry.other_kind, entry.other), ("—", "—"))),
             time=t.when(entry.at, one.visit.now))
