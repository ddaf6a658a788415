"""What the city has decided: routing as sentences, classes, limits, duties; every version kept, each editable."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Came, Page, whole_of
from dashboard.parts import form
from dashboard.parts.rule_sentence import sentence_of
from dashboard.parts.table import Cell, Column, Row, go, table
from dashboard.speech import Words
from data.calendar import limits
from data.cases.routing import read_rule
from data.profiles import kind as profile
from data.profiles import store, text
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "配置", "about": "派遣规则、类别、时限、职责清单、处置清单", "in_force": "第 {n} 版生效",
        "built_in": "程序自带，尚未修改", "history": "历次版本", "version": "版本", "by": "修改人", "at": "时间",
        "note": "说明", "edit": "修改", "edit_about": "保存前逐条检查；任何一处有误都不会生效", "save": "保存为新版本",
        "back": "改回这一版", "saved": "「{kind}」第 {n} 版已生效", "confirm": "确认保存并立即生效",
        "no_history": "还没有修改过", "body": "内容（TOML）", "why": "改了什么",
        "no_rules": "没有规则：由类别的责任部门负责", "rules": "自上而下，先符合者为准",
        "routing": "派遣规则", "classes": "案件类别", "stages": "阶段时限", "duties": "网格员职责清单",
        "handling": "事项处置清单", "figures": "指标权重", "duplicates": "重复判定", "supervision": "督办时限",
        "board": "督办看板", "desk": "坐席参数", "city_stages": "城市状态", "materials": "应急物资目录",
        "allocation": "调度建议",
        "code": "编码", "class_name": "名称", "priority": "级别", "limit": "时限", "department": "责任部门",
        "unit_kind": "力量", "stage": "阶段", "duty": "职责", "every": "频次", "classes_of": "适用类别",
        "file_when": "立案条件", "steps": "处置步骤", "close_when": "结案条件",
    },
    "en": {
        "name": "Profiles", "about": "Routing, classes, time limits, duties, how matters are handled",
        "in_force": "version {n} in force", "built_in": "built in, never changed", "history": "Versions",
        "version": "Version", "by": "Changed by", "at": "When", "note": "Note", "edit": "Change",
        "edit_about": "Everything is checked before it is kept; with one fault nothing changes",
        "save": "Keep as a new version", "back": "Go back to this", "saved": "“{kind}” version {n} is in force",
        "confirm": "Confirm: in force at once", "no_history": "Never changed", "body": "Text (TOML)",
        "why": "What changed", "no_rules": "No rule: the class's own department answers",
        "rules": "From the top; the first that fits decides",
        "routing": "Routing", "classes": "Case classes", "stages": "Stage limits", "duties": "Duties of grid officers",
        "handling": "How matters are handled", "figures": "Weights of figures", "duplicates": "Duplicates",
        "supervision": "Supervision limits", "board": "Board of key items",
        "desk": "Numbers of the desk", "city_stages": "City stages", "materials": "Materials",
        "allocation": "Dispatch proposals",
        "code": "Code", "class_name": "Name", "priority": "Priority", "limit": "Limit", "department": "Department",
        "unit_kind": "Unit", "stage": "Stage", "duty": "Duty", "every": "How often", "classes_of": "Classes",
        "file_when": "Filed when", "steps": "Steps", "close_when": "Closed when",
    },
}


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the kinds, the chosen one as people read it, its editor and its versions."""
    kinds = profile.discover()
    chosen = asked["kind"] if asked["kind"] in kinds else "routing"
    names = kinds[chosen].names(visit)
    name = asked["of"] if asked["of"] in names else names[0]
    body, version = profile.body_of(visit, chosen, name)
    return html.Div([
        html.Div([pill(t(one), {"kind": one, "of": ""}, is_on=one == chosen) for one in kinds], className="pills"),
        html.Div([pill(one, {"of": one}, is_on=one == name) for one in names] if len(names) > 1 else [],
                 className="pills"),
        html.Section([html.H2([t(chosen), html.Small(t("in_force", n=version) if version else t("built_in"))]),
                      readable(visit, t, chosen, body)]),
        editor(t, chosen, name, body, version),
        history(visit, t, chosen, name, version),
    ], className="columns is-single")


def pill(words: str, parameters: dict[str, str], *, is_on: bool) -> Component:
    """Return one choice."""
    return html.Div(words, className="pill", role="button", tabIndex=0,
                    **{"data-go": go(parameters), "aria-pressed": str(is_on).lower()})


def readable(visit: Visit, t: Words, kind: str, body: profile.Body) -> Component:
    """Return a profile as people read it; kinds without a picture of their own stand in the editor only."""
    shown = {"routing": rules, "classes": classes, "stages": stages, "duties": duties, "handling": matters}.get(kind)
    return shown(visit, t, body) if shown else html.Div()


def rules(visit: Visit, t: Words, body: profile.Body) -> Component:
    """Return the routing rules as numbered sentences."""
    if not body["rules"]:
        return html.P(t("no_rules"), className="panel-empty")
    return html.Div([html.P(html.Small(t("rules"))),
                     html.Ol([html.Li(sentence_of(visit, t, read_rule(one)), **{"data-rule": one["id"]})
                              for one in body["rules"]], className="sentences")])


def classes(visit: Visit, t: Words, body: profile.Body) -> Component:
    """Return the classes as a table."""
    columns = [Column(key=key, heading=t(key)) for key in
               ("code", "class_name", "priority", "limit", "department", "unit_kind")]
    rows = [Row(cells={
        "code": Cell(text=one["code"]), "class_name": Cell(text=t.pick(one["name"], one["name_en"])),
        "priority": Cell(text=t(f"priorities.p{one['priority']}")), "limit": Cell(text=limit_words(t, one)),
        "department": Cell(text=one.get("department", "")),
        "unit_kind": Cell(text=t(f"kinds.{one['unit_kind']}") if one.get("unit_kind") else ""),
    }) for one in body["classes"]]
    return table(columns, rows, empty=t("no_history"))


def limit_words(t: Words, one: Mapping[str, Any]) -> str:
    """Return a class's limit in words; hours on the clock where the standard's units are not used."""
    if one.get("limit"):
        found = limits.read(one["limit"])
        return t(f"limits.{found.unit.value}_n", n=found.amount)
    return f"{one['limit_hours']:g} h" if one.get("limit_hours") else "—"


def stages(visit: Visit, t: Words, body: profile.Body) -> Component:
    """Return the limit of each stage."""
    columns = [Column(key="stage", heading=t("stage")), Column(key="limit", heading=t("limit"))]
    rows = [Row(cells={"stage": Cell(text=t(f"stages.{stage}")), "limit": Cell(text=limit_words(t, {"limit": limit}))})
            for stage, limit in body.items()]
    return table(columns, rows, empty="")


def duties(visit: Visit, t: Words, body: profile.Body) -> Component:
    """Return the duties as a table."""
    columns = [Column(key=key, heading=t(key)) for key in ("code", "duty", "every")]
    rows = [Row(cells={"code": Cell(text=one["code"]), "duty": Cell(text=t.pick(one["name"], one["name_en"])),
                       "every": Cell(text=t.pick(one["every"], one["every_en"]))}) for one in body["duties"]]
    return table(columns, rows, empty=t("no_history"))


def matters(visit: Visit, t: Words, body: profile.Body) -> Component:
    """Return how matters are handled as a table."""
    columns = [Column(key=key, heading=t(key)) for key in ("classes_of", "file_when", "steps", "close_when")]
    rows = [Row(cells={
        "classes_of": Cell(text=" ".join(one["classes"])),
        "file_when": Cell(text=t.pick(one["file_when"], one["file_when_en"])),
        "steps": Cell(text=" → ".join(one["steps"] if t.is_chinese() else one["steps_en"])),
        "close_when": Cell(text=t.pick(one["close_when"], one["close_when_en"])),
    }) for one in body["matters"]]
    return table(columns, rows, empty=t("no_history"))


def editor(t: Words, kind: str, name: str, body: profile.Body, version: int) -> Component:
    """Return the profile as text that can be changed."""
    fields = [form.hidden("kind", kind), form.hidden("of", name), form.hidden("seen", version),
              form.words("body", t("body"), text.as_text(body), rows=18, maxlength=str(text.LONGEST),
                         spellcheck="false"),
              form.text("note", t("why"), maxlength="240")]
    return html.Details([html.Summary([t("edit"), " ", html.Small(t("edit_about"))]),
                         form.form("save", fields, t("save"), confirm=t("confirm"))], className="card is-editor")


def history(visit: Visit, t: Words, kind: str, name: str, version: int) -> Component:
    """Return every version there was; each can be made the next one."""
    found = store.versions(visit, kind, name)
    if not found:
        return html.Section([html.H2(t("history")), html.P(t("no_history"), className="panel-empty")])
    rows = [html.Li([html.B(f"{t('version')} {one.version}"),
                     html.Span(f" {t.moment(one.made_at)} · {one.made_by} · {one.note} "),
                     back(t, kind, name, one.version, version)]) for one in found]
    return html.Section([html.H2(t("history")), html.Ul(rows, className="versions")])


def back(t: Words, kind: str, name: str, to: int, version: int) -> Any:
    """Return the button that makes an earlier version the next one; beside the one in force, that it is."""
    if to == version:
        return html.Small(t("in_force", n=version))
    return form.press("go_back", t("back"), {"kind": kind, "of": name, "to": to, "seen": version})


def save(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Keep the text as the next version."""
    kind, name = str(given.get("kind", "")), str(given.get("of", ""))
    made = profile.change(visit, kind, name, text.read_text(str(given.get("body", ""))), seen=whole_of(given, "seen"),
                          note=str(given.get("note", "")))
    return Came(text=t("saved", kind=t(kind), n=made.version))


def go_back(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Make an earlier version the next one."""
    kind, name = str(given.get("kind", "")), str(given.get("of", ""))
    made = profile.go_back(visit, kind, name, whole_of(given, "to"), seen=whole_of(given, "seen"))
    return Came(text=t("saved", kind=t(kind), n=made.version))


PAGE = Page(name="profiles", order=80, permission="profiles.edit", words=WORDS, answer=answer, fields=("kind", "of"),
            acts={"save": save, "go_back": go_back})
