"""三平台: computing, data, algorithms; and the counters 人在干、数在转、云在算, each with its definition and source."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Came, Page
from dashboard.parts import triage_models
from dashboard.parts.algorithms import WORDS as ALGORITHM_WORDS
from dashboard.parts.algorithms import called, history, listed
from dashboard.parts.counters import tiles
from dashboard.parts.table import Cell, Column, Row, plain_table, table
from dashboard.parts.tree import Element
from dashboard.speech import Words
from data.alarms import feeds
from data.alarms.feeds import Feed
from data.algorithms import switching
from data.feeds import coverage
from data.models.platform import ProcessSign
from data.platform import contents, counters, machine, registry, signs
from data.platform.contents import Quality
from data.platform.machine import Machine
from data.storage import size
from data.triage import versions
from data.visit import Visit

NUMBER = re.compile(r"[0-9]{1,9}")
WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "三平台", "about": "计算资源、数据资源、算法服务", "as_of": "截至 {time}", "compute": "计算资源平台",
        "compute_about": "各服务进程每 15 秒自报一次；一分钟未报即视为已停", "data": "数据资源平台",
        "data_about": "来源、条数、新鲜度与质量", "fact": "项目", "value": "现值", "meaning": "口径", "source": "来源",
        "process": "服务进程", "memory": "内存", "cpu": "处理器用时", "threads": "线程", "lag": "事件循环迟滞",
        "wait": "等待线程",
        "queue": "排队待写", "since": "启动", "told_at": "自报于", "seconds": "{n} 秒", "no_signs": "还没有进程自报",
        "unknown": "未知", "mb": "{n} MB",
        "gb": "{n} GB", "ms": "{n} 毫秒", "ms_worst": "{n} 毫秒（最长 {worst}）", "n_rows": "{n} 条",
        "machine": "本机", "load": "处理器负载", "load_said": "{load}（共 {cores} 核）", "machine_memory": "可用内存",
        "of": "{n} / {all}", "disk": "数据盘剩余", "database": "数据库大小", "answers": "数据库应答",
        "load_meaning": "近 1 分钟平均同时运行或等待的进程数", "machine_memory_meaning": "不换页可再取用的内存",
        "disk_meaning": "数据目录所在磁盘的剩余空间", "database_meaning": "数据库文件（含未并入的日志）或整库大小",
        "answers_meaning": "最短一次查询的用时", "by_system": "操作系统", "by_database": "数据库",
        "feeds": "近 24 小时来源", "cases": "件数", "last": "最近一件", "state": "状态", "flows": "● 正常",
        "silent": "▲ 静默 {time}", "no_feeds": "近 24 小时没有任何来源的案件", "contents": "数据量（全市）",
        "kind": "数据", "rows": "条数", "row_cases": "案件", "row_events": "案件经过", "row_stock_entries": "物资台账",
        "row_areas": "区域与网格", "row_places": "设施", "row_units": "力量", "row_facilities": "有余量的设施",
        "numbered": "历来最大编号", "counted": "现有条数", "quality": "近 24 小时质量", "share": "占比",
        "received": "受理", "unplaced": "无精确位置", "unclassified": "未分类", "unrouted": "无责任部门",
        "suspicious": "时限存疑", "received_meaning": "本区域近 24 小时受理的案件",
        "unplaced_meaning": "只知区域，没有坐标", "unclassified_meaning": "尚无案件类别",
        "unrouted_meaning": "尚无责任部门", "suspicious_meaning": "先后时刻或办结速度有疑点，已标记",
        "stale": "力量位置过时", "stale_meaning": "超过 30 分钟未报位置", "covered": "声明的区域有数据",
        "covered_meaning": "来源声明负责的区域中，三个周期内有案件的", "by_cases": "案件库", "by_units": "力量库",
        "by_feeds": "来源声明", "none_declared": "未声明来源", "switched_on": "「{name}」已启用",
        "switched_off": "「{name}」已停用", "asked": "「{name}」将在一分钟内运行",
        "model_put": "已改用第 {version} 版模型",
    },
    "en": {
        "name": "Platform", "about": "Computing, data and algorithms", "as_of": "as of {time}",
        "compute": "Computing", "compute_about": "each server process says so every 15 s; silent for a minute is gone",
        "data": "Data", "data_about": "sources, rows, freshness and quality", "fact": "What", "value": "Now",
        "meaning": "Meaning", "source": "Source", "process": "Server process", "memory": "Memory",
        "cpu": "Processor time", "threads": "Threads", "lag": "Lag of the event loop", "wait": "Wait for a thread",
        "queue": "Rows to be written", "since": "Since", "told_at": "Told at", "seconds": "{n} s",
        "no_signs": "No process said anything yet",
        "unknown": "unknown", "mb": "{n} MB", "gb": "{n} GB", "ms": "{n} ms", "ms_worst": "{n} ms ({worst} at worst)",
        "n_rows": {"one": "{n} row", "other": "{n} rows"}, "machine": "This machine", "load": "Load",
        "load_said": "{load} (of {cores} cores)", "machine_memory": "Memory to be had", "of": "{n} of {all}",
        "disk": "Disk left", "database": "Size of the database", "answers": "The database answers in",
        "load_meaning": "processes that ran or waited to run, mean of a minute",
        "machine_memory_meaning": "what could be had without swapping",
        "disk_meaning": "left on the disk that holds the data folder",
        "database_meaning": "the database's files, or the whole database",
        "answers_meaning": "of the shortest question",
        "by_system": "operating system", "by_database": "the database", "feeds": "Sources within 24 h",
        "cases": "Cases", "last": "Newest", "state": "State", "flows": "● flows", "silent": "▲ silent for {time}",
        "no_feeds": "No source sent anything within 24 h", "contents": "How much there is (whole city)",
        "kind": "Data",
        "rows": "Rows", "row_cases": "Cases", "row_events": "Steps of cases", "row_stock_entries": "Ledger of stock",
        "row_areas": "Areas and grids", "row_places": "Places", "row_units": "Units",
        "row_facilities": "Facilities with places free", "numbered": "highest number ever given",
        "counted": "rows there are", "quality": "Quality within 24 h", "share": "Share", "received": "Received",
        "unplaced": "Without a point", "unclassified": "Without a class", "unrouted": "Without a department",
        "suspicious": "Doubtful times", "received_meaning": "cases this area received within 24 h",
        "unplaced_meaning": "only the area is known", "unclassified_meaning": "nobody classified it yet",
        "unrouted_meaning": "no department answers yet",
        "suspicious_meaning": "moments out of order, or done too fast to be true", "stale": "Units' old positions",
        "stale_meaning": "not told for more than 30 min", "covered": "Declared areas heard of",
        "covered_meaning": "areas that a source declares and brought a case from within three periods",
        "by_cases": "case register", "by_units": "unit register", "by_feeds": "declarations of sources",
        "none_declared": "no source is declared", "switched_on": "“{name}” is on", "switched_off": "“{name}” is off",
        "asked": "“{name}” will run within a minute",
        "model_put": "Model {version} is in force",
    },
}
SMALL = 1024
"""MB from which on GB are said."""


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the counters, then the three platforms, then the runs of the algorithm that was chosen."""
    found = registry.entries(visit)
    chosen = next((one for one in found if one.algorithm.name == asked["algorithm"]), None)
    own = t.with_own(ALGORITHM_WORDS)
    parts = [tiles(visit, t, counters.counters(visit, asked["area"])),
             listed(visit, own, found), history(visit, own, chosen) if chosen is not None else None,
             versions_of(visit, t, asked["algorithm"]), compute(visit, t), stored(visit, t, asked["area"])]
    return html.Div([one for one in parts if one is not None], className="columns is-single")


def versions_of(visit: Visit, t: Words, algorithm: str) -> Component | None:
    """Return the versions of the model that an algorithm makes; nothing for one that makes none."""
    return triage_models.shown(visit, t.with_own(triage_models.WORDS)) if algorithm == versions.MAKER else None


def heading(visit: Visit, t: Words, key: str, about: str) -> Component:
    """Return a platform's heading with the moment it is of."""
    return html.H2([t(key), html.Small(f"{about} · {t('as_of', time=t.time_of_day(visit.now, seconds=True))}")])


def compute(visit: Visit, t: Words) -> Component:
    """Return the processes, and what the machine that answers has left."""
    return html.Section([heading(visit, t, "compute", t("compute_about")), processes(visit, t, signs.living(visit)),
                         html.H3(t("machine")), facts(t, machine_facts(visit, t, machine.machine(visit.folder)))],
                        **{"data-register": "compute"})


def processes(visit: Visit, t: Words, found: Sequence[ProcessSign]) -> Component:
    """Return one row for each server process."""
    keys = ("process", "memory", "cpu", "threads", "lag", "wait", "queue", "since", "told_at")
    rows = [Row(cells=sign_cells(visit, t, one)) for one in found]
    return table([Column(key=key, heading=t(key), is_number=key in keys[1:7]) for key in keys], rows,
                 empty=t("no_signs"))


def sign_cells(visit: Visit, t: Words, one: ProcessSign) -> dict[str, Cell]:
    """Return the cells of one process; what it does not know says so."""
    told: Mapping[str, Any] = one.facts
    lag = (t("ms_worst", n=t.number(told["lag_ms"], 1), worst=t.number(told["lag_worst_ms"], 1))
           if "lag_ms" in told else t("unknown"))
    return {
        "process": Cell(text=f"{one.host} · {one.pid}", marks={"data-process": str(one.pid)}),
        "memory": Cell(text=megabytes(t, told.get("memory_mb"))),
        "cpu": Cell(text=seconds(t, told.get("cpu_seconds"))),
        "threads": Cell(text=t.count(int(told["threads"])) if "threads" in told else t("unknown")),
        "lag": Cell(text=lag),
        "wait": Cell(text=t("ms", n=t.number(told["wait_ms"], 1)) if "wait_ms" in told else t("unknown")),
        "queue": Cell(text=t("n_rows", n=int(told.get("waiting_rows", 0)))),
        "since": Cell(text=t.when(one.began_at, visit.now)), "told_at": Cell(text=t.time_of_day(one.at, seconds=True)),
    }


Fact = tuple[str, str, str]
"""(key of words, value, key of the words of its source); its meaning is at `<key>_meaning`."""


def machine_facts(visit: Visit, t: Words, found: Machine) -> list[Fact]:
    """Return what this machine and the database say."""
    load = t("unknown") if found.load is None else t("load_said", load=t.number(found.load, 2), cores=found.cores)
    memory = t("unknown") if found.memory_mb is None else t(
        "of", n=megabytes(t, found.memory_free_mb), all=megabytes(t, found.memory_mb))
    return [("load", load, "by_system"), ("machine_memory", memory, "by_system"),
            ("disk", t("of", n=megabytes(t, found.disk_free_mb), all=megabytes(t, found.disk_mb)), "by_system"),
            ("database", megabytes(t, size.size_mb(visit.session)), "by_database"),
            ("answers", t("ms", n=t.number(size.answers_in_ms(visit.session), 2)), "by_database")]


def facts(t: Words, found: Sequence[Fact]) -> Component:
    """Return a table of facts, each with its meaning and source."""
    rows = [Element("tr", {"data-fact": key}, [Element("td", {}, [part]) for part in (
        t(key), value, t(f"{key}_meaning"), t(source))]) for key, value, source in found]
    return plain_table([t("fact"), t("value"), t("meaning"), t("source")], rows)


def megabytes(t: Words, value: float | None) -> str:
    """Return an amount of memory in words."""
    if value is None:
        return t("unknown")
    return t("gb", n=t.number(value / SMALL, 1)) if value >= SMALL else t("mb", n=t.number(value, 0))


def seconds(t: Words, value: float | None) -> str:
    """Return a time in words."""
    return t("unknown") if value is None else t("seconds", n=t.number(value, 1))


def stored(visit: Visit, t: Words, area: str) -> Component:
    """Return the data: sources, quality of a day, how many rows there are."""
    return html.Section([
        heading(visit, t, "data", t("data_about")), html.H3(t("feeds")), sources(visit, t, feeds.feeds(visit, area)),
        html.H3(t("quality")), facts(t, quality_facts(visit, t, area, contents.quality(visit, area))),
        html.H3(t("contents")), amounts(t, contents.rows(visit)),
    ], **{"data-register": "data"})


def sources(visit: Visit, t: Words, found: Sequence[Feed]) -> Component:
    """Return the sources of the last day, the one silent for longest first."""
    keys = ("source", "cases", "last", "state")
    columns = [Column(key=key, heading=t(key), is_number=key == "cases") for key in keys]
    rows = [Row(cells={
        "source": Cell(text=one.source, marks={"data-source": one.source}), "cases": Cell(text=t.count(one.cases)),
        "last": Cell(text=t.when(one.last_at, visit.now)),
        "state": Cell(text=t("silent", time=t.duration(visit.now - one.last_at)), tone="is-worse") if one.is_silent
        else Cell(text=t("flows"))}) for one in found]
    return table(columns, rows, empty=t("no_feeds"))


def quality_facts(visit: Visit, t: Words, area: str, found: Quality) -> list[Fact]:
    """Return how sound a day's cases are, how old positions are, of how many declared areas something was heard."""
    told: list[Fact] = [("received", t.count(found.received), "by_cases")]
    for name, count in found.faults.items():
        share = f"{count / found.received:.0%}" if found.received else "—"
        told.append((name, f"{t.count(count)} · {share}", "by_cases"))
    old, every = contents.stale_positions(visit, area)
    told.append(("stale", t("of", n=t.count(old), all=t.count(every)), "by_units"))
    heard = coverage.coverage(visit, area, visit.now)
    said = t("of", n=t.count(heard.heard), all=t.count(heard.expected)) if heard.expected else t("none_declared")
    return [*told, ("covered", said, "by_feeds")]


def amounts(t: Words, found: Mapping[str, int]) -> Component:
    """Return how many rows there are of each kind."""
    columns = [Column(key=key, heading=t(key), is_number=key == "rows") for key in ("kind", "rows", "meaning")]
    rows = [Row(cells={"kind": Cell(text=t(f"row_{name}")),
                       "rows": Cell(text=t.count(count), marks={"data-rows": f"{name} {count}"}),
                       "meaning": Cell(text=t("numbered" if name in contents.NUMBERED else "counted"))})
            for name, count in found.items()]
    return table(columns, rows, empty="—")


def switch(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Switch an algorithm off or on, for the reason that was given."""
    name, is_on = str(given.get("algorithm") or ""), given.get("on") == 1
    switching.switch(visit, name, is_on=is_on, reason=str(given.get("reason") or ""))
    return Came(text=t("switched_on" if is_on else "switched_off", name=called(t, name)))


def run(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Have an algorithm run out of turn."""
    name = str(given.get("algorithm") or "")
    switching.ask(visit, name)
    return Came(text=t("asked", name=called(t, name)))


def put(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Put another version of the model that sorts texts in force, for the reason that was given."""
    version = str(given.get("version") or "")
    found = versions.put(visit, int(version) if NUMBER.fullmatch(version) else 0, str(given.get("reason") or ""))
    return Came(text=t("model_put", version=found.version))


PAGE = Page(name="platforms", order=76, permission="cases.view", also=("algorithms.switch", "metrics.read"),
            words=WORDS, answer=answer, fields=("algorithm",), acts={"switch": switch, "run": run, "put": put})
