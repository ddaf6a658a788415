"""How good the warnings were, by which rules they are made, and what the sensors say."""

from datetime import timedelta
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.parts.table import Cell, Column, Row, table
from dashboard.speech import Words
from data.visit import Visit
from data.warnings import checking, readings, scoring
from data.warnings.levels import LEVELS, UNITS
from data.warnings.rules import RULES, SENSOR, Rule
from data.warnings.surges import FALSE_ALARMS
from data.warnings.surging import ORIGIN

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "scores": "评价", "scores_about": "近 90 天、全市；激增：提出后 2 小时内该类至少 3 件且超过平时两倍为命中；"
                                       "规则：限时内出现约定案件为命中",
        "origin": "来源", "made": "提出", "hits": "命中", "false_alarms": "误报", "untold": "无从判定",
        "waiting": "待判定", "share": "命中率", "per_month": "误报/区·月", "stated": "{n}（设定 {stated}）",
        "scores_none": "还没有可评价的预警", "hand": "人工", "surge": "激增", "rules": "规则",
        "rules_about": "配置在 warning-rules/名称.yaml 与 warning-plans/类型.yaml；每 5 分钟看一次",
        "rule": "规则", "indicator": "指标", "steps": "阈值", "lasts": "持续", "clears": "解除", "issues": "发布",
        "by_program": "自动发布", "by_person": "由人发布", "off": "停用", "minutes": "{n} 分钟", "at_once": "立即",
        "clear_words": "低于 {share}% 持续 {minutes} 分钟", "fault": "无法读取：{file}：{why}",
        "rules_none": "没有规则",
        "sensors": "传感器", "sensor": "传感器", "kind": "类型", "reading": "读数", "read_at": "时间",
        "sensors_none": "未接入传感器",
        "stale": "{age} 前，已过时",
    },
    "en": {
        "scores": "Scores",
        "scores_about": "last 90 days, whole city; a surge is a hit when in the next 2 h at least 3 cases came, more "
                        "than twice the usual; a rule when the cases it names came in time",
        "origin": "Origin", "made": "Made", "hits": "Hits", "false_alarms": "False alarms", "untold": "Cannot be told",
        "waiting": "Not yet", "share": "Hit rate", "per_month": "False alarms / area, month",
        "stated": "{n} (set: {stated})", "scores_none": "There is nothing to score yet", "hand": "by hand",
        "surge": "surges", "rules": "Rules",
        "rules_about": "set in warning-rules/NAME.yaml and warning-plans/KIND.yaml; they look every 5 min",
        "rule": "Rule", "indicator": "Indicator", "steps": "Thresholds", "lasts": "For", "clears": "Ends",
        "issues": "Issued", "by_program": "by the program", "by_person": "by a person", "off": "off",
        "minutes": "{n} min", "at_once": "at once", "clear_words": "{minutes} min below {share}%",
        "fault": "cannot be read: {file}: {why}", "rules_none": "There are no rules", "sensors": "Sensors",
        "sensor": "Sensor", "kind": "Kind", "reading": "Reading", "read_at": "At",
        "sensors_none": "No sensor is connected",
        "stale": "{age} ago, stale",
    },
}
STALE = timedelta(hours=1)
MOST_SENSORS = 40


def scored(visit: Visit, t: Words) -> Component:
    """Return hits and false alarms by origin."""
    found = scoring.scores(visit)
    titles = {f"rule:{one.id}": t.pick(one.title, one.title_en) for one in RULES.each(visit.folder)
              if isinstance(one, Rule)}
    keys = ("origin", "made", "hits", "false_alarms", "untold", "waiting", "share", "per_month")
    columns = [Column(key=key, heading=t(key), is_number=key != "origin") for key in keys]
    rows = [Row(cells={
        "origin": Cell(text=t(one.origin) if one.origin in ("hand", ORIGIN) else
                       titles.get(one.origin, one.origin.removeprefix("rule:"))),
        **{key: Cell(text=t.number(getattr(one, key))) for key in keys[1:6]},
        "share": Cell(text="—" if one.share is None else f"{100 * one.share:.0f}%"),
        "per_month": Cell(text="—" if one.per_area_month is None else
                          t("stated", n=f"{one.per_area_month:.2f}", stated=f"{FALSE_ALARMS:g}")),
    }) for one in found]
    return html.Section([html.H2([t("scores"), html.Small(t("scores_about"))]),
                         table(columns, rows, empty=t("scores_none"))], **{"data-register": "scores"})


def rules(visit: Visit, t: Words) -> Component:
    """Return the rules as they are set, and what is wrong with files."""
    listed = RULES.each(visit.folder)
    faults = checking.faults(visit.folder)
    keys = ("rule", "indicator", "steps", "lasts", "clears", "issues")
    rows = [Row(cells=_rule(t, one)) for one in listed if isinstance(one, Rule)]
    return html.Section([
        html.H2([t("rules"), html.Small(t("rules_about"))]),
        *(html.P(t("fault", file=checking.place_of(one), why=one.values["why"]), className="is-worse", role="alert")
          for one in faults),
        table([Column(key=key, heading=t(key)) for key in keys], rows, empty=t("rules_none")),
    ], **{"data-register": "rules"})


def _rule(t: Words, one: Rule) -> dict[str, Cell]:
    unit = UNITS.get(one.sensor, "")
    name = (t(f"sensor_kinds.{one.sensor}") if one.indicator == SENSOR
            else t(f"warning_indicators.{one.indicator}", minutes=one.minutes))
    steps = " · ".join(f"{t(f'warning_levels.{level}')} {one.steps[level]:g}" for level in LEVELS if level in one.steps)
    issues = t("off") if not one.is_on else t("by_program" if one.issues else "by_person")
    return {
        "rule": Cell(text=t.pick(one.title, one.title_en), title=one.id), "indicator": Cell(text=name),
        "steps": Cell(text=f"{steps} {unit}".strip()),
        "lasts": Cell(text=t("minutes", n=one.raise_after) if one.raise_after else t("at_once")),
        "clears": Cell(text=t("clear_words", share=round(100 * one.clear_share), minutes=one.clear_after)),
        "issues": Cell(text=issues),
    }


def sensed(visit: Visit, t: Words) -> Component:
    """Return what each sensor read last; what is old says so."""
    found = readings.sensors(visit)[:MOST_SENSORS]
    rows = [Row(cells={
        "sensor": Cell(text=t.pick(one.name, one.name_en)), "kind": Cell(text=t(f"sensor_kinds.{one.kind}")),
        "reading": Cell(text=f"{one.value:g} {UNITS[one.kind]}"),
        "read_at": Cell(text=t.when(one.at, visit.now), tone="") if visit.now - one.at <= STALE else
        Cell(text=t("stale", age=t.duration(visit.now - one.at)), tone="is-missing"),
    }) for one in found]
    columns = [Column(key=key, heading=t(key), is_number=key == "reading")
               for key in ("sensor", "kind", "reading", "read_at")]
    return html.Section([html.H2(t("sensors")), table(columns, rows, empty=t("sensors_none"))],
                        **{"data-register": "sensors"})
