"""The list of tasks, each with all that is needed to act on it: what is painted here also works without a network."""

from datetime import timedelta
from typing import Any

from dashboard.parsing import iso
from dashboard.parts.tree import Element
from dashboard.phone.actions import LABELS, TAKES, Action, actions_on
from dashboard.phone.markup import element
from dashboard.speech import Words
from data.areas import naming
from data.areas import queries as areas
from data.cases import classes, queries, tasks
from data.cases.classes import ClassBook
from data.cases.queries import Told
from data.cases.tasks import Task
from data.models.area import Area
from data.models.case import Case
from data.models.city import DISTRICT
from data.models.report import CasePicture
from data.pictures import store
from data.visit import Visit

SHAPES = {"red": "⬢", "yellow": "▲", "green": "●", "none": "○", "paused": "❚❚"}
LATEST = 8
"""Steps of a case's history that are shown."""


def task_list(visit: Visit, t: Words) -> list[Element]:
    """Return one card per task, the next to breach first."""
    found = tasks.tasks_of(visit)
    if not found:
        return [element("div", element("p", t("none")), element("small", t("none_about")), class_="nothing")]
    cases = [task.case for task in found]
    events, pictures = queries.timelines(visit, cases), store.of_cases(visit, cases)
    places = areas.along(visit, {case.area_code for case in cases})
    book = classes.open_book(visit.session, visit.city.class_scheme)
    return [card(visit, t, task, [
        facts(visit, t, task, book, place_of(visit, t, task.case, places)),
        picture_list(t, pictures[task.case.id]), history(visit, t, events[task.case.id]),
    ], place_of(visit, t, task.case, places)) for task in found]


def card(visit: Visit, t: Words, task: Task, more: list[Element | None], place: str) -> Element:
    """Return one task: its face, what lies behind it, and its actions."""
    case = task.case
    return element(
        "article",
        element("a", f"‹ {t('back')}", class_="back", href="#"),
        element("a", face(visit, t, task, place), class_="face", href=f"#{case.case_no}"),
        element("section", *more, class_="behind"),
        element("div", class_="held", hidden=True),
        element("div", [button(t, case, action) for action in actions_on(visit, task)], class_="actions"),
        class_="card", data_case=case.case_no, data_version=case.version, data_state=case.state, data_why=task.why,
        data_lon=f"{case.lon:.6f}", data_lat=f"{case.lat:.6f}", data_due=iso(case.due_at) or "",
    )


def face(visit: Visit, t: Words, task: Task, place: str) -> list[Element]:
    """Return what is seen of a task in the list."""
    case = task.case
    return [
        element("span",
                element("span", f"{SHAPES[task.lamp]} {time_left(visit, t, task)}", class_=f"lamp is-{task.lamp}"),
                element("span", t(f"states.{case.state}"), class_="state"),
                element("span", class_="badge", hidden=True), class_="line"),
        element("strong", case.text or case.case_no, class_="text"),
        element("span", element("span", t(f"priorities.p{case.priority}"), class_=f"chip p{case.priority}"),
                element("span", t(f"why_{task.why}"), class_="why"), class_="line"),
        element("span", place, class_="place"), element("span", class_="way"),
    ]


def time_left(visit: Visit, t: Words, task: Task) -> str:
    """Return what is left of the stage's time, in words."""
    if task.case.paused_at is not None:
        return t("paused")
    if task.due_at is None:
        return t("no_due")
    left = task.due_at - visit.now
    return t("late", time=t.duration(-left)) if left < timedelta() else t("left", time=t.duration(left))


def place_of(visit: Visit, t: Words, case: Case, places: dict[str, Area]) -> str:
    """Return the case's area, from the street down, and its address."""
    codes = dict.fromkeys(case.area_code[:level["width"]] for level in visit.city.levels)
    whole = [places[code] for code in codes if code in places]
    path = [area for area in whole if area.level > DISTRICT]
    named = naming.said([areas.name_of(area, t.language) for area in path])
    said = (named, naming.street(case.address, whole), t("area_only") if case.placed == "area" else "")
    return " ".join(part for part in said if part)


def facts(visit: Visit, t: Words, task: Task, book: ClassBook, place: str) -> Element:
    """Return the case's facts; nothing of whoever reported it."""
    case = task.case
    kind = book.by_code.get(case.class_code)
    rows: list[tuple[str, Any]] = [
        (t("kind"), t.pick(kind.name, kind.name_en) if kind else t("screen.unclassified")), (t("where"), place),
        (t("spot"), f"{case.lon:.5f}, {case.lat:.5f}"),
        (t("received"), f"{t.when(case.received_at, visit.now)} · {t(f'channels.{case.channel}')}"),
        (t("due"), t.when(case.due_at, visit.now) if case.due_at else t("no_due")), (t("number"), case.case_no),
    ]
    if case.asked_due_at is not None:
        rows.append((t("due"), t("asked", until=t.when(case.asked_due_at, visit.now))))
    return element("dl", [[element("dt", name), element("dd", value)] for name, value in rows])


def picture_list(t: Words, pictures: list[CasePicture]) -> Element:
    """Return the case's pictures, each with the stage it was taken at; fetched only when they are looked at."""
    shown = [element("figure", element("img", src=f"/pictures/{one.sha256}", loading="lazy", alt=t(one.stage)),
                     element("figcaption", t(one.stage))) for one in pictures]
    return element("section", element("h3", t("pictures")),
                   element("div", shown, class_="shots") if shown else element("p", t("no_pictures")))


def history(visit: Visit, t: Words, events: list[Told]) -> Element:
    """Return the last steps of the case, newest first."""
    return element("section", element("h3", t("timeline")), element("ol", [
        element("li", element("time", t.when(one.at, visit.now)), element("b", t(f"verbs.{one.verb}")),
                element("span", " · ".join(part for part in (one.by_name, one.note) if part)))
        for one in events[:-LATEST - 1:-1]
    ]))


def button(t: Words, case: Case, action: Action) -> Element:
    """Return one action's button; the script shows those that fit the state the case will be in."""
    verb = action.verb
    label = t(LABELS[verb]) if verb in LABELS else t(f"verbs.{verb.value}")
    fits = case.state in action.starts
    return element("button", label, type="button", hidden=not fits, data_action=verb.value,
                   data_from=" ".join(action.starts), data_to=action.to.value if action.to else "",
                   data_needs=" ".join(action.needs), data_takes=" ".join(TAKES[verb]),
                   data_confirm=t("confirm", verb=label))
