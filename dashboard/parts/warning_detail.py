"""One warning on its page: what and why, its checklist with ticks, what may be done with it, what happened to it."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.parts import form, warning
from dashboard.parts.class_names import class_names
from dashboard.parts.table import Cell, Column, Row, plain_table, table
from dashboard.parts.tree import Element
from dashboard.speech import Words
from data.city_stage import announcing
from data.errors import Invalid
from data.models.warning import CityWarning, WarningEvent, WarningTask
from data.visit import Visit
from data.warnings import checklist, issuing, listing
from data.warnings.levels import DRAFT, IN_FORCE, LEVELS
from data.warnings.plans import Plan, plan_of

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "facts": "{state} · {who} {time} · 有效至 {until}", "for": "面向：{roles}", "everybody": "面向：全体",
        "why_rule": "规则 {rule}：{name} {value}，阈值 {threshold}；低于阈值的 {share}% 持续 {minutes} 分钟后解除",
        "why_surge": "{hours} 小时内「{kind}」{n} 件，平时约 {usual} 件，{least} 件起提示；依据 {days} 天历史，"
                     "设定误报率每区每月 {stated} 次",
        "by_hand": "由人发布", "list": "预案清单", "plan_none": "这类预警没有预案", "item": "事项", "task_done": "完成",
        "task_by": "{name} {time}", "tick": "完成", "cases": "案件", "decide": "待发布", "adopt": "发布",
        "adopt_sure": "确认发布：所有屏幕立即显示", "decline": "不采纳", "reason": "理由", "change": "更新",
        "lift": "解除", "lift_sure": "确认解除", "false_alarm": "误报（计入评价）", "what": "操作", "note": "说明",
        "history": "经过", "at": "时间", "verdict_line": "评价：{verdict}（{why}）",
        "stage": "预案建议城市状态 {n} 级，由人决定：", "stage_go": "去宣布", "map": "在地图上看",
        "level": "级别", "until": "有效至", "text": "内容与要求", "by": "由",
    },
    "en": {
        "facts": "{state} · {who} {time} · until {until}", "for": "For: {roles}", "everybody": "For everybody",
        "why_rule": "Rule {rule}: {name} {value}, threshold {threshold}; ends after {minutes} min below {share}% of it",
        "why_surge": "{n} of “{kind}” in {hours} h, usually about {usual}, told from {least} on; by {days} days of "
                     "history, at {stated} false alarms per area and month as set",
        "by_hand": "Made by a person", "list": "Checklist", "plan_none": "There is no plan for this kind",
        "item": "Item", "task_done": "Done", "task_by": "{name} {time}", "tick": "Done", "cases": "Cases",
        "decide": "To be decided", "adopt": "Issue", "adopt_sure": "Confirm: every screen shows it at once",
        "decline": "Do not adopt", "reason": "Reason", "change": "Change", "lift": "Lift", "lift_sure": "Confirm",
        "false_alarm": "False alarm (counts in the score)", "what": "What", "note": "Note", "history": "History",
        "at": "When", "verdict_line": "Score: {verdict} ({why})",
        "stage": "The plan suggests city stage {n}; people decide:", "stage_go": "announce", "map": "On the map",
        "level": "Level", "until": "Until", "text": "What to know and to do", "by": "By",
    },
}


def detail(visit: Visit, t: Words, one: CityWarning) -> list[Component]:
    """Return the parts of one warning's page."""
    parts = [head(visit, t, one), tasks(visit, t, one)]
    if listing.may_decide(visit, one):
        parts += [decide_form(t, one)] if one.state == DRAFT else []
        if one.state in IN_FORCE:
            parts.append(html.Div([change_form(t, visit, one), lift_form(t, one)], className="columns"))
    return [*parts, history(visit, t, one)]


def head(visit: Visit, t: Words, one: CityWarning) -> Component:
    """Return what it says, for whom and where, and why it was made."""
    roles = " · ".join(t(f"titles.{role}") for role in one.audience)
    audience = t("for", roles=roles) if one.audience else t("everybody")
    facts = t("facts", state=t(f"warning_states.{one.state}"), who=warning.who(t, one.person, one.by_name),
              time=t.when(one.issued_at, visit.now), until=t.when(one.valid_until, visit.now))
    verdict = t("verdict_line", verdict=t(f"warning_verdicts.{one.verdict or 'waiting'}"), why=one.verdict_why or "—")
    return html.Section([
        html.H2([warning.mark(one.level), f"{warning.level_words(t, one)} · {warning.title(t, one)}",
                 html.Small(one.id)]),
        html.P(facts), html.P([warning.where(visit, t, one), " · ", audience]),
        html.P(one.text) if one.text else None,
        html.P(warning.why(t, one, class_names(visit, t)) or t("by_hand"), **{"data-why": "1"}),
        html.P(verdict) if one.verdict else None,
        stage_line(visit, t, one),
        html.P([html.A(t("map"), href=f"/desk/overview?area={one.area_code}"), " · ",
                html.A("CAP 1.2", href=f"/warnings/{one.id}.cap", download=f"{one.id}.cap")]),
    ], className=f"warning-head is-{one.level}", **{"data-warning": one.id, "data-state": one.state,
                                                            "data-opened": one.id})


def stage_line(visit: Visit, t: Words, one: CityWarning) -> Component | None:
    """Return what city stage the plan suggests above the one in force; nobody announces it but a person."""
    plan = _plan(visit, one)
    wanted = plan.stage.get(one.level, 1) if plan else 1  # type: ignore[call-overload]
    if one.state not in IN_FORCE or wanted <= announcing.body_in_force(visit)["stage"]:
        return None
    link = html.A(t("stage_go"), href="/desk/stage") if announcing.may_announce(visit) else None
    return html.P([t("stage", n=wanted), " ", link], **{"data-suggests": str(wanted)})


def _plan(visit: Visit, one: CityWarning) -> Plan | None:
    try:
        return plan_of(one.kind, visit.folder)
    except Invalid:
        return None


def tasks(visit: Visit, t: Words, one: CityWarning) -> Component:
    """Return the checklist: who did what when, a button for what is not done, the cases that were opened."""
    listed = checklist.tasks(visit, one)
    plan = _plan(visit, one)
    note = html.Small(t.pick(plan.title, plan.title_en)) if plan else None
    if not listed:
        return html.Section([html.H2([t("list"), note]), html.P(t("plan_none"), className="panel-empty")])
    may_tick = checklist.TICK in visit.scope.may and one.state in IN_FORCE
    rows = [Element("tr", {"data-task": task.key, "class": "is-done" if task.done_at else None}, [
        Element("td", {}, [t.pick(task.text, task.text_en)]),
        Element("td", {}, case_links(task)),
        Element("td", {}, [done(visit, t, one, task, may_tick=may_tick)]),
    ]) for task in listed]
    return html.Section([html.H2([t("list"), note]), plain_table([t("item"), t("cases"), t("task_done")], rows)],
                        **{"data-register": "tasks"})


def case_links(task: WarningTask) -> list[Any]:
    """Return the numbers of the cases that an item opened; pressing one opens it."""
    return [html.Button(number, className="link-button", **{"data-case": number}) for number in task.cases] or ["—"]


def done(visit: Visit, t: Words, one: CityWarning, task: WarningTask, *, may_tick: bool) -> Any:
    """Return who did it and when, or the button that says so."""
    if task.done_at is not None:
        return f"✓ {t('task_by', name=task.done_name, time=t.when(task.done_at, visit.now))}"
    return form.press("tick", t("tick"), {"warning": one.id, "task": task.key}) if may_tick else "○"


def decide_form(t: Words, one: CityWarning) -> Component:
    """Return the choice between issuing a draft and refusing it."""
    given: dict[str, str | int] = {"warning": one.id, "version": one.version}
    return html.Section([
        html.H2(t("decide")), form.press("confirm", t("adopt"), given, confirm=t("adopt_sure"), tone="primary"),
        form.form("refuse", [*(form.hidden(name, value) for name, value in given.items()),
                             form.text("reason", t("reason"), required=True,
                                       maxlength=str(issuing.LONGEST_REASON))], t("decline"), tone=""),
    ])


def change_form(t: Words, visit: Visit, one: CityWarning) -> Component:
    """Return the form for another level, time or text."""
    until = one.valid_until.astimezone(visit.zone).strftime("%Y-%m-%dT%H:%M")
    levels = [(level, f"{t(f'warning_levels.{level}')} {t(f'warning_grades.{level}')}") for level in LEVELS]
    return html.Section([html.H2(t("change")), form.form("update", [
        form.hidden("warning", one.id), form.hidden("version", one.version),
        form.choice("level", t("level"), levels, one.level), form.moment("until", t("until"), until),
        form.words("text", t("text"), one.text, maxlength=str(issuing.LONGEST_TEXT)),
        form.text("reason", t("note"), maxlength=str(issuing.LONGEST_REASON)),
    ], t("change"), tone="")])


def lift_form(t: Words, one: CityWarning) -> Component:
    """Return the form that ends it."""
    return html.Section([html.H2(t("lift")), form.form("lift", [
        form.hidden("warning", one.id), form.hidden("version", one.version),
        form.text("reason", t("reason"), required=True, maxlength=str(issuing.LONGEST_REASON)),
        form.flag("false_alarm", t("false_alarm")),
    ], t("lift"), confirm=t("lift_sure"))], id="lift-warning")


def history(visit: Visit, t: Words, one: CityWarning) -> Component:
    """Return what happened to it, the oldest first."""
    columns = [Column(key=key, heading=t(key)) for key in ("at", "what", "by", "note")]
    rows = [Row(cells={
        "at": Cell(text=t.moment(event.at)), "what": Cell(text=t(f"warning_deeds.{event.what}")),
        "by": Cell(text=warning.who(t, event.person, event.by_name)), "note": Cell(text=noted(visit, t, one, event)),
    }) for event in listing.history(visit, one)]
    return html.Section([html.H2(t("history")), table(columns, rows, empty="—")], **{"data-register": "history"})


def noted(visit: Visit, t: Words, one: CityWarning, event: WarningEvent) -> str:
    """Return an event's note, level, task or cases in words."""
    told = event.details
    parts = [event.note]
    if "level" in told:
        parts.append(t(f"warning_levels.{told['level']}"))
    if "task" in told:
        named = {task.key: t.pick(task.text, task.text_en) for task in checklist.tasks(visit, one)}
        parts.append(named.get(told["task"], told["task"]))
    if told.get("cases"):
        parts.append(" ".join(told["cases"]))
    if told.get("rejected"):
        parts.append(", ".join(told["rejected"]))
    if "verdict" in told:
        parts.append(t(f"warning_verdicts.{told['verdict']}"))
    return " · ".join(part for part in parts if part) or "—"
