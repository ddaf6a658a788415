"""Forms that move stock, and reading what they give: nothing is taken on trust."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from dash import html
from dash.development.base_component import Component

from dashboard.parts import form
from dashboard.parts.form import Option
from dashboard.speech import Words
from data.errors import Invalid
from data.models.unit import Place
from data.stock.materials import Material
from data.stock.moving import ANY_DAY, COUNTED, LONGEST_REASON, MOST, MOVED, RECEIVED, RETURNED, USED, Wish

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "acts": "登记出入库", "acts_about": "每笔记入台账，写明经手人与时间，不可修改", "kind": "物资",
        "quantity": "数量", "depot": "仓库", "to": "调往", "case_no": "案件号",
        "expires_on": "有效期至（可不填）", "reason": "说明",
        "counted_day": "有效期（无则不填）", "counted_n": "实盘数量", "why": "差异原因（有差异时必填）",
        "set_low": "设低储限值",
        "low": "低于或等于即为偏低", "made": "入账", "confirm": "确认入账",
    },
    "en": {
        "acts": "Enter a movement", "acts_about": "each stands in the ledger by name and time and is never changed",
        "kind": "Material", "quantity": "Quantity", "depot": "Depot", "to": "To", "case_no": "Case",
        "expires_on": "Expires on (may stay empty)", "reason": "Note", "counted_day": "Expires on (empty: never)",
        "counted_n": "Counted", "why": "Why it differs (needed where it does)", "set_low": "Set a limit",
        "low": "Low at or below", "made": "Enter", "confirm": "Confirm: enter",
    },
}
FIELDS = {RECEIVED: ("depot", "expires_on", "reason"), RETURNED: ("case_no", "depot", "reason"),
          MOVED: ("depot", "to", "reason"), USED: ("case_no", "reason"), COUNTED: ("depot", "counted_day", "why")}
"""What is asked for beside kind and quantity; a case's used material and a depot's written off are two forms."""


def fresh_key() -> str:
    """Return a key that no movement had."""
    return uuid4().hex


def kind_options(t: Words, kinds: Iterable[Material]) -> list[Option]:
    """Return the kinds to choose from, each with its unit."""
    return [(one.code, f"{t.pick(one.name, one.name_en)} ({t.pick(one.unit, one.unit_en)})") for one in kinds]


def movement_forms(t: Words, kinds: Iterable[Material], depots: Sequence[Place],
                   chosen: Mapping[str, str]) -> Component:
    """Return a form for each act but issuing, folded; `chosen` fills in kind, depot and case."""
    listed = kind_options(t, kinds)
    places = [(str(one.id), t.pick(one.name, one.name_en)) for one in depots]
    forms = [one_form(t, act, act, names, (listed, places, chosen)) for act, names in FIELDS.items()]
    forms.append(one_form(t, USED, "written_off", ("depot", "counted_day", "reason"), (listed, places, chosen)))
    low = form.form("limit", [form.choice("kind", t("kind"), listed, chosen.get("kind", "")),
                              form.choice("depot", t("depot"), places, chosen.get("depot", "")),
                              form.number("low", t("low"), None, min="0", max=str(MOST), required=True)], t("set_low"))
    return html.Section([html.H2([t("acts"), html.Small(t("acts_about"))]), *forms,
                         html.Details([html.Summary(t("set_low")), low], className="card is-maker")])


def one_form(t: Words, act: str, called: str, names: Sequence[str],
             known: tuple[list[Option], list[Option], Mapping[str, str]]) -> Component:
    """Return one act's form."""
    listed, places, chosen = known
    fields = {
        "depot": lambda: form.choice("depot", t("depot"), places, chosen.get("depot", "")),
        "to": lambda: form.choice("to", t("to"), places),
        "case_no": lambda: form.text("case_no", t("case_no"), chosen.get("case", ""), maxlength="40", required=True),
        "expires_on": lambda: form.text("expires_on", t("expires_on"), **DAY),
        "counted_day": lambda: form.text("expires_on", t("counted_day"), **DAY),
        "reason": lambda: form.text("reason", t("reason"), maxlength=str(LONGEST_REASON)),
        "why": lambda: form.text("reason", t("why"), maxlength=str(LONGEST_REASON)),
    }
    asked = [form.hidden("act", act), form.hidden("key", fresh_key()),
             form.choice("kind", t("kind"), listed, chosen.get("kind", "")),
             form.number("quantity", t("counted_n" if act == COUNTED else "quantity"), None,
                         min="0" if act == COUNTED else "1", max=str(MOST), required=True),
             *(fields[name]() for name in names)]
    said = t(f"stock_acts.{called}")
    return html.Details([html.Summary(said), form.form("move", asked, t("made"), confirm=t("confirm"))],
                        className="card is-maker", **{"data-act-form": called})


DAY = {"placeholder": "2027-06-30", "maxlength": "10", "pattern": r"\d{4}-\d{2}-\d{2}"}


def read_wish(given: Mapping[str, Any]) -> Wish:
    """Return the wish a form holds. Raises Invalid("bad_field"), Invalid("stock_quantity")."""
    texts = {name: _text(given, name) for name in ("key", "act", "kind", "depot", "to", "case_no", "reason")}
    quantity = given.get("quantity")
    if type(quantity) is not int:
        raise Invalid("stock_quantity", least=0 if texts["act"] == COUNTED else 1, most=MOST)
    return Wish(**texts, quantity=quantity, expires_on=_text(given, "expires_on") if "expires_on" in given else ANY_DAY)


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST_REASON + 1:
        raise Invalid("bad_field", field=name, why="text")
    return value.strip()
