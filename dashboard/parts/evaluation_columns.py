"""The columns of evaluation tables: which figures stand together, how a cell says its value and its doubts."""

from dashboard.parts.definition import about, hover, value_of
from dashboard.parts.table import Cell, Column
from dashboard.speech import Words
from data.figures import dictionary
from data.figures.definition import Figure
from data.figures.evaluation import Line

SETS: dict[str, tuple[str, ...]] = {
    "overview": ("rank", "score", "received", "change", "handled", "on_time_handling_rate", "late", "closing_median",
                 "closing_p90", "voice_score", "suspicious"),
    "process": ("received", "accepted", "register_rate", "right_dispatch_rate", "returned", "on_time_signing_rate",
                "reworked", "rework_rate", "extension_rate", "suspended", "reopened"),
    "time": ("handled", "on_time_handling_rate", "on_time_closing_rate", "response_median", "response_p90",
             "dispatch_median", "handling_median", "handling_p90", "closing_median", "closing_p90", "suspicious"),
    "voice": ("called", "call_response_rate", "proactive_rate", "response_rate", "solved_rate", "satisfied_rate",
              "voice_score", "reopened_rate"),
    "compare": ("received", "per_people", "on_time_handling_rate", "points", "adjusted", "covered", "closed_rate"),
}
"""Name of a set -> its columns: figures, and those of OWN."""
OWN = ("rank", "change", "per_people", "points", "adjusted", "covered")
NOT_DRILLED = ("score", "voice_score")
SMALL_MARK = "*"

WORDS = {
    "zh-CN": {
        "overview": "总览", "process": "环节", "time": "时长", "voice": "三率", "compare": "可比",
        "group": "名称", "rank": "名次", "change": "较上期", "per_people": "每万人", "points": "较上期",
        "adjusted": "结构校正", "covered": "可比结构", "percent_points": "{arrow} {points} 点",
        "h.score": "得分", "h.received": "上报", "h.accepted": "立案", "h.register_rate": "立案率",
        "h.right_dispatch_rate": "准确派遣", "h.returned": "退回", "h.on_time_signing_rate": "按期签收",
        "h.handled": "处置", "h.on_time_handling_rate": "按期处置", "h.late": "超期", "h.reworked": "返工",
        "h.rework_rate": "返工率", "h.extension_rate": "延期率", "h.suspended": "挂账",
        "h.reopened": "重办",
        "h.reopened_rate": "重办率", "h.on_time_closing_rate": "按期结案", "h.closed_rate": "结案率",
        "h.response_median": "响应中位", "h.response_p90": "响应 P90", "h.dispatch_median": "派遣中位",
        "h.handling_median": "处置中位", "h.handling_p90": "处置 P90", "h.closing_median": "结案中位",
        "h.closing_p90": "结案 P90", "h.called": "有呼", "h.call_response_rate": "有呼必应",
        "h.proactive_rate": "无呼也应", "h.response_rate": "响应率", "h.solved_rate": "解决率",
        "h.satisfied_rate": "满意率", "h.voice_score": "三率综合", "h.suspicious": "可疑",
        "about.rank": "按得分排名；样本不足的不排", "about.change": "上报数与上期同时相比",
        "about.per_people": "每万常住人口的上报数", "about.points": "按期处置率与上期同时相比，百分点",
        "about.adjusted": "按期处置率，按整体的大类构成直接标准化：Σ（整体构成 × 本区各类比率） ÷ Σ（整体构成）。"
                          "方法见 Breslow 与 Day(IARC 1987)第 2 章",
        "about.covered": "整体大类构成中本组有案件的部分；低于 80% 不作校正",
    },
    "en": {
        "overview": "Overview", "process": "Steps", "time": "Time", "voice": "Three rates", "compare": "Compare",
        "group": "Name", "rank": "Rank", "change": "Change", "per_people": "Per 10,000", "points": "Change",
        "adjusted": "Mix adjusted", "covered": "Mix covered", "percent_points": "{arrow} {points} pts",
        "h.score": "Score", "h.received": "Received", "h.accepted": "Registered", "h.register_rate": "Reg. rate",
        "h.right_dispatch_rate": "Right disp.", "h.returned": "Returned", "h.on_time_signing_rate": "Signed",
        "h.handled": "Handled", "h.on_time_handling_rate": "On time", "h.late": "Late", "h.reworked": "Reworks",
        "h.rework_rate": "Rework", "h.extension_rate": "Extended", "h.suspended": "Susp.", "h.reopened": "Reopened",
        "h.reopened_rate": "Reopened", "h.on_time_closing_rate": "Closed o.t.", "h.closed_rate": "Closed",
        "h.response_median": "Resp. med.", "h.response_p90": "Resp. P90", "h.dispatch_median": "Disp. med.",
        "h.handling_median": "Hand. med.", "h.handling_p90": "Hand. P90", "h.closing_median": "Close med.",
        "h.closing_p90": "Close P90", "h.called": "Called", "h.call_response_rate": "Answered",
        "h.proactive_rate": "Found first", "h.response_rate": "Response", "h.solved_rate": "Solved",
        "h.satisfied_rate": "Satisfied", "h.voice_score": "Together", "h.suspicious": "Suspicious",
        "about.rank": "By score; who has too small a sample has none",
        "about.change": "Cases received, against the same elapsed time before",
        "about.per_people": "Cases received per 10,000 residents",
        "about.points": "On-time handling rate against the same elapsed time before, percentage points",
        "about.adjusted": "On-time handling rate, directly standardised to the whole's mix of major classes: "
                          "Σ(share of the whole × rate here) ÷ Σ(share of the whole). "
                          "Breslow and Day, IARC 1987, ch. 2",
        "about.covered": "Part of the whole's mix of classes that has cases here; below 80% nothing is adjusted",
    },
}


def columns_of(t: Words, name: str) -> list[Column]:
    """Return a set's columns with the definitions that hovering their headings says."""
    listed = [Column(key="group", heading=t("group"))]
    for key in SETS[name]:
        if key in OWN:
            listed.append(Column(key=key, heading=t(key), about=t(f"about.{key}"), is_number=True))
        else:
            listed.append(Column(key=key, heading=t(f"h.{key}"), about=about(t, dictionary.find(key)), is_number=True))
    return listed


def figures_of(name: str) -> frozenset[str]:
    """Return the figures that a set's columns are made from."""
    return frozenset({"received", "on_time_handling_rate", *SETS[name]}) - frozenset(OWN)


def number_of(line: Line, key: str) -> float | None:
    """Return what a column is sorted by."""
    if key == "rank":
        return None if line.rank is None else -float(line.rank)
    if key == "per_people":
        return line.per_people
    if key == "adjusted":
        return line.adjusted.value
    if key == "covered":
        return line.adjusted.covered
    if key in ("change", "points"):
        return _difference(line.figures["received" if key == "change" else "on_time_handling_rate"])
    return line.figures.value(key)


def cells_of(t: Words, line: Line, name: str, group: str) -> dict[str, Cell]:
    """Return a line's cells; pressing a counted one leads to its cases."""
    return {key: _own(t, line, key) if key in OWN else cell_of(t, line.figures[key], group) for key in SETS[name]}


def cell_of(t: Words, figure: Figure, group: str) -> Cell:
    """Return one figure's cell: a small sample is marked, nothing to count from is a dash."""
    mark = SMALL_MARK if figure.is_small else ""
    leads = figure.value is not None and figure.name not in NOT_DRILLED and bool(figure.value or figure.sample)
    unit = "%" if figure.unit == "percent" and figure.value is not None else ""
    return Cell(
        text=f"{value_of(t, figure)}{unit}{mark}", title=hover(t, figure),
        tone="is-missing" if mark or figure.value is None else "",
        go={"figure": figure.name, "group": group, "part": "", "after": ""} if leads else {},
        marks={"data-figure": figure.name, "data-value": "" if figure.value is None else f"{figure.value:.12g}"},
    )


def _own(t: Words, line: Line, key: str) -> Cell:
    about_it = t(f"about.{key}")
    if key == "rank":
        return Cell(text="—" if line.rank is None else str(line.rank), title=about_it,
                    tone="is-missing" if line.rank is None else "")
    if key == "per_people":
        return _number(t.number(line.per_people, 1), line.per_people, about_it)
    if key == "adjusted":
        value = line.adjusted.value
        return _number(t.number(value, 1) + ("" if value is None else "%"), value, about_it)
    if key == "covered":
        return _number(f"{t.number(100 * line.adjusted.covered)}%", line.adjusted.covered, about_it)
    figure = line.figures["received" if key == "change" else "on_time_handling_rate"]
    if key == "change":
        return Cell(text=t.change(figure.value, figure.before), title=f"{about_it}\n{hover(t, figure)}")
    return _points(t, figure, about_it)


def _points(t: Words, figure: Figure, about_it: str) -> Cell:
    change = _difference(figure)
    if change is None:
        return Cell(text="—", title=about_it, tone="is-missing")
    change = round(change, 1)
    tone = "" if not change else "is-better" if (change > 0) == (figure.good_when == "high") else "is-worse"
    return Cell(text=t("percent_points", arrow="▲" if change > 0 else "▼" if change < 0 else "＝",
                       points=t.number(abs(change), 1)), title=about_it, tone=tone)


def _difference(figure: Figure) -> float | None:
    return None if figure.value is None or figure.before is None else figure.value - figure.before


def _number(text: str, value: float | None, about_it: str) -> Cell:
    return Cell(text=text, title=about_it, tone="is-missing" if value is None else "")
