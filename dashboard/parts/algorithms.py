"""The algorithm registry as tables: each algorithm with owner, rhythm, last run, cost, score; the runs of one."""

import math
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.parts import form
from dashboard.parts.table import Cell, Column, Row, go, plain_table, table
from dashboard.parts.tree import Element
from dashboard.speech import Words, shared_words
from data.algorithms import runs, switching
from data.algorithms.algorithm import Algorithm
from data.algorithms.switching import LONGEST_REASON
from data.models.algorithm import AlgorithmRun
from data.platform import registry
from data.platform.registry import Entry
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "algorithms": "算法服务平台", "algorithms_about": "按期在独立进程运行；点选一行看历次运行、停用或立即运行",
        "algorithm": "算法", "of_version": "{name} · 第 {version} 版", "version": "版本", "owner": "责任",
        "every": "周期", "last": "最近运行", "took": "用时",
        "cost": "处理器", "cost_today": "今日处理器", "read": "读取条数", "score": "得分", "state": "状态",
        "unknown": "不能知道的", "on_demand": "按需应答", "on": "● 正常", "off": "○ 已停用",
        "failed": "▲ 最近一次失败",
        "never": "○ 尚未运行", "late": "▲ 逾期未运行", "waits": "已请求立即运行", "none": "没有登记任何算法",
        "reads": "读什么", "tells": "说什么", "off_by": "{name} 于 {time} 停用：{reason}",
        "on_by": "{name} 于 {time} 启用：{reason}",
        "began": "开始", "fault": "错误", "done": "完成", "run_failed": "失败", "no_runs": "还没有运行过",
        "runs": "历次运行",
        "runs_about": "最近 {n} 次", "reason": "原因", "switch_off": "停用", "switch_on": "启用",
        "run_now": "立即运行",
        "confirm": "确认", "back": "返回全部", "s": "{n} 秒",
    },
    "en": {
        "algorithms": "Algorithms", "algorithms_about": "run in a process of their own; press a row for its runs and "
                                                        "to switch it or run it now",
        "algorithm": "Algorithm", "of_version": "{name} v{version}", "version": "Version", "owner": "Owner",
        "every": "Every", "last": "Last run",
        "took": "Took", "cost": "CPU", "cost_today": "CPU today", "read": "Rows read",
        "score": "Score", "state": "State", "unknown": "Could not know", "on_demand": "when asked", "on": "● fine",
        "off": "○ switched off", "failed": "▲ the last run failed", "never": "○ did not run yet",
        "late": "▲ did not run in time", "waits": "will run out of turn", "none": "No algorithm is registered",
        "reads": "Reads", "tells": "Tells", "off_by": "switched off by {name}, {time}: {reason}",
        "on_by": "switched on by {name}, {time}: {reason}", "began": "Began", "fault": "Error", "done": "done",
        "run_failed": "failed", "no_runs": "It did not run yet", "runs": "Runs", "runs_about": "the newest {n}",
        "reason": "Reason", "switch_off": "Switch off", "switch_on": "Switch on", "run_now": "Run now",
        "confirm": "Confirm", "back": "Back to all", "s": "{n} s",
    },
}
WORSE = (registry.FAILED, registry.LATE)
MOST_RUNS = 20


def said(t: Words, name: str, *path: str) -> str:
    """Return words of an algorithm, `path[-1]` as it is written where there are none.

    They stand in the tables `algorithms`, as "NAME.key" or as a table NAME of their own.
    """
    words = shared_words(t.language)
    flat = words.get(".".join(("algorithms", name, *path)), words.get(f"algorithms.{name}.{path[-1]}"))
    found: Any = words.get(f"algorithms.{name}", {}) if flat is None else flat
    for step in path if flat is None else ():
        found = found.get(step, path[-1]) if isinstance(found, Mapping) else found
    return found if isinstance(found, str) else path[-1]


def called(t: Words, name: str) -> str:
    """Return what an algorithm is called, its own name where there are no words."""
    found = said(t, name, "name")
    return name if found == "name" else found


def owner_words(t: Words, owner: str) -> str:
    """Return who answers for an algorithm."""
    words = shared_words(t.language)
    return next((str(words[f"{table}.{owner}"]) for table in ("algorithm_owners", "figure_owners", "titles")
                 if f"{table}.{owner}" in words), owner)


def listed(visit: Visit, t: Words, found: Sequence[Entry]) -> Component:
    """Return every algorithm; pressing one shows its runs."""
    keys = ("algorithm", "owner", "every", "state", "last", "took", "cost", "cost_today", "read", "score", "unknown")
    rows = [Row(hooks={"data-go": go({"algorithm": one.algorithm.name})}, cells=entry_cells(visit, t, one))
            for one in found]
    stamp = html.Small(f"{t('algorithms_about')} · {t.time_of_day(visit.now, seconds=True)}")
    return html.Section([html.H2([t("algorithms"), stamp]), table(
        [Column(key=key, heading=t(key), is_number=key in ("took", "cost", "cost_today", "read")) for key in keys],
        rows, empty=t("none"))], **{"data-register": "algorithms"})


def entry_cells(visit: Visit, t: Words, one: Entry) -> dict[str, Cell]:
    """Return the cells of one algorithm."""
    name, last = one.algorithm.name, one.last
    state = t(one.state) + (f" · {t('waits')}" if one.waits else "")
    cells = {
        "algorithm": Cell(text=t("of_version", name=called(t, name), version=one.algorithm.version),
                          title=said(t, name, "tells"), marks={"data-algorithm": name}),
        "owner": Cell(text=owner_words(t, one.algorithm.owner)),
        "every": Cell(text=rhythm(t, one.algorithm.every)),
        "state": Cell(text=state, tone="is-worse" if one.state in WORSE else "", marks={"data-state": one.state}),
        "last": Cell(text=t.when(last.began_at, visit.now) if last else "—"),
        "cost_today": Cell(text=t("s", n=t.number(one.today.cpu_seconds, 1))),
        **{key: Cell(text="—") for key in ("took", "cost", "read", "score", "unknown")}}
    return cells if last is None else cells | run_cells(t, last)


def run_cells(t: Words, run: AlgorithmRun) -> dict[str, Cell]:
    """Return what one run took, read, scored and could not know."""
    return {
        "took": Cell(text=t("s", n=t.number(run.seconds, 1))),
        "cost": Cell(text=t("s", n=t.number(run.cpu_seconds, 1))),
        "read": Cell(text=t.count(run.rows)), "score": Cell(text=score_words(t, run)),
        "unknown": Cell(text="; ".join(said(t, run.name, "unknown", key) for key in run.unknown) or "—")}


def score_words(t: Words, run: AlgorithmRun) -> str:
    """Return what a run noted and its scores, each by its measure's name; what is whole without decimals."""
    scores = [f"{measure_words(t, run.name, name)} {t.number(value, 0 if value == round(value) else 2)}"
              for name, value in sorted(run.score.items()) if math.isfinite(value)]
    return " · ".join([*(said(t, run.name, "notes", key) for key in run.notes or ()), *scores]) or "—"


def measure_words(t: Words, name: str, measure: str) -> str:
    """Return what a measure is called: by the algorithm's own words, else by those for all."""
    own = said(t, name, "score", measure)
    return str(shared_words(t.language).get(f"algorithm_scores.{measure}", own)) if own == measure else own


def rhythm(t: Words, every: timedelta | None) -> str:
    """Return how often an algorithm runs."""
    return t("on_demand") if every is None else t.duration(every)


def history(visit: Visit, t: Words, one: Entry) -> Component:
    """Return one algorithm: what it reads and tells, who switched it, its runs, and what may be pressed."""
    name, found = one.algorithm.name, runs.last_runs(visit, one.algorithm.name, MOST_RUNS)
    keys = ("began", "version", "state", "took", "cost", "read", "score", "unknown", "fault")
    rows = [Element("tr", {"data-run": str(run.id)}, [Element("td", {}, [part]) for part in (
        t.moment(run.began_at), run.version, t("done" if run.state == runs.DONE else "run_failed"),
        *(run_cells(t, run)[key].text for key in ("took", "cost", "read", "score", "unknown")), run.fault or "—")])
        for run in found]
    about = [html.P([html.B(t(part)), " ", said(t, name, part)]) for part in ("reads", "tells")]
    shown = plain_table([t(key) for key in keys], rows) if rows else html.P(t("no_runs"), className="panel-empty")
    return html.Section([
        html.H2([called(t, name), html.Small(f"{t('runs')} · {t('runs_about', n=MOST_RUNS)}")]), *about,
        switched(visit, t, one), pressing(visit, t, one.algorithm, is_on=one.state != registry.OFF), shown,
    ], **{"data-algorithm-shown": name})


def switched(visit: Visit, t: Words, one: Entry) -> Component | None:
    """Return who switched it last, when and why; nothing where nobody did."""
    if one.switch is None or one.switch.at is None:
        return None
    return html.P(t("on_by" if one.switch.is_on else "off_by", name=one.switch.by_name, reason=one.switch.reason,
                    time=t.when(one.switch.at, visit.now)))


def pressing(visit: Visit, t: Words, one: Algorithm, *, is_on: bool) -> Component:
    """Return the buttons: back; and for who may, switching with a reason and running now."""
    parts: list[Any] = [html.Button(t("back"), type="button", **{"data-go": go({"algorithm": ""})})]
    if switching.RIGHT in visit.scope.may:
        if one.runs_itself() and is_on:
            parts.append(form.press("run", t("run_now"), {"algorithm": one.name}))
        parts.append(form.form("switch", [
            form.hidden("algorithm", one.name), form.hidden("on", int(not is_on)),
            form.text("reason", t("reason"), maxlength=str(LONGEST_REASON), required=True)],
            t("switch_off" if is_on else "switch_on"), confirm=t("confirm"), tone="", inline=True))
    return html.Div(parts, className="form-end")
