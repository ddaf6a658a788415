"""The rows of the working list: a tick, and what the reader chose to see of each case."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.parts.symbols import priority_mark
from dashboard.parts.tree import Element
from dashboard.speech import Words
from dashboard.worklist.ask import USUAL_COLUMNS
from data.areas import naming
from data.cases import classes, departments, desk, worklist
from data.cases.only import PRIORITIES
from data.models.case import Case
from data.units import queries as units
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "left": "剩余", "waits": "待派", "case": "案件", "state": "状态", "kind": "类别", "where": "位置",
        "department": "部门", "received": "上报", "channel": "渠道", "units": "力量", "number": "案件号",
        "late": "超时 {time}", "left_time": "剩 {time}", "no_due": "未定时限", "paused": "已停钟", "tick": "选择 {no}",
        "tick_all": "全选所列",
        "ageing": "超过 {n} 分钟未派",
    },
    "en": {
        "left": "Left", "waits": "Unsent", "case": "Case", "state": "State", "kind": "Class", "where": "Place",
        "department": "Department", "received": "Received", "channel": "Channel", "units": "Units",
        "number": "Number", "late": "{time} late", "left_time": "{time} left", "no_due": "no deadline",
        "paused": "clock stopped", "tick": "Choose {no}", "tick_all": "Choose all that are listed",
        "ageing": "unsent for more than {n} min",
    },
}


def table(visit: Visit, t: Words, cases: list[Case], columns: tuple[str, ...] = USUAL_COLUMNS) -> Component:
    """Return the table of these cases; a row opens its case, its first cell ticks it."""
    own = t.with_own(WORDS)
    head = [Element("th", {"scope": "col", "class": "is-tick"}, [
        html.Button("", className="tick", title=own("tick_all"),
                    **{"data-tick-all": "1", "aria-pressed": "false", "aria-label": own("tick_all")})])]
    head += [Element("th", {"scope": "col", "class": f"of-{name}"}, [own(name)]) for name in columns]
    shown = _Shown(visit, own, cases, columns)
    return Element("table", {"class": "table worklist"}, [
        Element("thead", {}, [Element("tr", {}, head)]), Element("tbody", {}, [shown.row(case) for case in cases])])


class _Shown:
    """What all rows of one page need, asked once."""

    def __init__(self, visit: Visit, t: Words, cases: list[Case], columns: tuple[str, ...]) -> None:
        self.visit, self.t, self.columns = visit, t, columns
        self.book = classes.open_book(visit.session, visit.city.class_scheme).by_code
        self.places = naming.places(visit, {case.area_code for case in cases})
        self.departments = departments.by_code(visit)
        self.since = worklist.waiting_since(visit, cases)
        self.rules = desk.rules(visit)
        self.marks = {n: [priority_mark(n), html.Small(t(f"priorities.p{n}"))] for n in PRIORITIES}
        self.out = units.out_for(visit, cases) if "units" in columns else {}

    def row(self, case: Case) -> Element:
        tick = Element("td", {"class": "is-tick"}, [Element("button", {
            "class": "tick", "role": "checkbox", "aria-checked": "false", "data-tick": case.case_no,
            "aria-label": self.t("tick", no=case.case_no)}, [])])
        cells = [Element("td", {"class": f"of-{name}"}, [getattr(self, f"_{name}")(case)]) for name in self.columns]
        return Element("tr", {"class": f"p{case.priority}", "data-case": case.case_no, "tabindex": "-1",
                              "data-version": str(case.version)}, [tick, *cells])

    def _left(self, case: Case) -> Element:
        words, tone = time_left(self.visit, self.t, case)
        return _span(words, tone)

    def _waits(self, case: Case) -> Element | str:
        since = self.since.get(case.id)
        if since is None:
            return "—"
        limit = self.rules[f"ageing_p{case.priority}"]
        waited = int((self.visit.now - since).total_seconds())
        is_old = waited > limit
        return Element("span", {"class": "ageing is-old" if is_old else "ageing",
                                "title": self.t("ageing", n=round(limit / 60)), "data-limit": str(limit),
                                "data-since": str(int(since.timestamp()))}, [waited_words(self.t, waited)])

    def _case(self, case: Case) -> Element:
        # The row holds a box to tick as well, so that not the row but its text is the button for whoever has no mouse.
        return Element("span", {"class": "case-text", "role": "button", "tabindex": "0",
                                "title": f"{case.case_no} {case.text[:400]}"}, [
            *self.marks[case.priority], " ", case.text[:60] or case.case_no])

    def _state(self, case: Case) -> str:
        return self.t(f"states.{case.state}")

    def _kind(self, case: Case) -> str:
        kind = self.book.get(case.class_code)
        return self.t.pick(kind.name, kind.name_en) if kind else self.t("screen.unclassified")

    def _where(self, case: Case) -> Element:
        place = self.t.pick(*self.places[case.area_code])
        return _span(place, "", title=" ".join(part for part in (place, case.address) if part))

    def _department(self, case: Case) -> str:
        found = self.departments.get(case.department or "")
        return self.t.pick(found.name, found.name_en) if found else case.department or "—"

    def _received(self, case: Case) -> Element:
        return _span(self.t.when(case.received_at, self.visit.now), "", title=self.t.moment(case.received_at))

    def _channel(self, case: Case) -> str:
        return self.t(f"channels.{case.channel}")

    def _units(self, case: Case) -> str:
        return " + ".join(self.t.pick(unit.name, unit.name_en) for unit in self.out.get(case.id, ())) or "—"

    def _number(self, case: Case) -> str:
        return case.case_no


def _span(words: str, tone: str, title: str = "") -> Element:
    """Return words in a span; rows are many, and what the component library makes of each costs more than all else."""
    return Element("span", {"class": tone or None, "title": title or None}, [words])


def waited_words(t: Words, seconds: int) -> str:
    """Return how long something waits, as assets/queue.js goes on saying it."""
    minutes = max(0, seconds) // 60
    if minutes < 60:
        return t("worklist.waiting", n=minutes)
    if minutes < 1440:
        return t("worklist.waiting_long", h=minutes // 60, m=minutes % 60)
    return t("worklist.waiting_days", d=minutes // 1440)


def time_left(visit: Visit, t: Words, case: Case) -> tuple[str, str]:
    """Return what is left of the stage's time, in words, and the tone to say it in."""
    if case.paused_at is not None:
        return f"❚❚ {t('paused')}", ""
    due = case.stage_due_at or case.due_at
    if due is None:
        return t("no_due"), "is-missing"
    left = due - visit.now
    if left.total_seconds() < 0:
        return f"⬢ {t('late', time=t.duration(-left))}", "is-worse"
    return f"● {t('left_time', time=t.duration(left))}", ""
