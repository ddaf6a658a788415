"""The whole document: head, the three views, the sheet of an action, and what the script must know."""

from typing import Any

from dashboard.parts import city_stage
from dashboard.parts.tree import Element
from dashboard.phone import spoken
from dashboard.phone.markup import data_block, element, write
from dashboard.phone.report import camera, labelled, report_form
from dashboard.phone.task import task_list
from dashboard.phone.words import WORDS
from dashboard.speech import LANGUAGES, Words
from data.areas import queries as areas
from data.cases import classes
from data.cases.given import MOST_PICTURES, NOTE_LENGTH
from data.city_stage import announcing
from data.city_stage.stages import LAST
from data.errors import NotFound
from data.people import sessions
from data.visit import Visit
from data.warnings import listing

MOST_WARNINGS = 3
VIEWS = {"task": "phone.view", "report": "cases.report"}
"""View -> what somebody needs for it, besides phone.view."""
HEAR_OF_GAPS = frozenset({"cases.dispatch", "cases.instruct"})
SPOKEN_TABLES = ("states", "verbs")
SPOKEN_ERRORS = ("case_changed", "illegal_move", "not_allowed", "held_above", "grant_ended", "own_handling",
                 "case_not_found", "note_needed", "note_too_long", "until_needed", "not_later", "asked_already",
                 "extended_enough", "picture_unreadable", "picture_too_large", "picture_kind", "picture_not_found")
"""Refusals that a step on the phone may meet, with the sentences the person reads."""


def page(visit: Visit, t: Words, view: str, *, build: str) -> str:
    """Return the document as this visitor sees it; both views are in it, `view` is the one that is open."""
    own = t.with_own(WORDS)
    may_report = VIEWS["report"] in visit.scope.may
    views = [element("section", task_list(visit, own), id="task", hidden=view != "task")]
    if may_report:
        book = classes.open_book(visit.session, visit.city.class_scheme)
        views.append(element("section", report_form(own, book), id="report", hidden=view != "report"))
    views.append(element("section", element("p", own("empty_outbox"), class_="nothing"), id="outbox", hidden=True))
    body = [
        stage_bar(visit, own), head_bar(visit, own), element("main", warned(visit, own), gaps(visit, own), views),
        navigation(own, view, may_report), sheet(own), element("p", id="say", role="status", hidden=True),
    ]
    return document(t.language, own("name"), body, config(visit, own, build), build)


def shell(build: str) -> str:
    """Return the document without anybody's data: what the phone shows when there is no network."""
    said = [element("p", WORDS[language]["shell"], lang=language) for language in LANGUAGES]
    body = [element("main", element("section", *said, id="task", class_="nothing"))]
    return document(LANGUAGES[0], WORDS[LANGUAGES[0]]["name"], body, {"person": None, "build": build}, build)


def document(language: str, title: str, body: list[Any], known: dict[str, Any], build: str) -> str:
    """Return the HTML of a page with this body."""
    head = [
        element("meta", charset="utf-8"), element("title", title),
        element("meta", name="viewport", content="width=device-width, initial-scale=1, viewport-fit=cover"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="theme-color", content="#0B57D0"),
        element("link", rel="manifest", href="/m/app.webmanifest"), element("link", rel="icon", href="/m/icon.svg"),
        element("link", rel="stylesheet", href=f"/m/phone.css?v={build}"),
        element("script", src=f"/m/phone.js?v={build}", defer=True),
    ]
    return (f'<!DOCTYPE html><html lang="{language}"><head>{write(head)}</head>'
            f"<body>{write(body)}{data_block('config', known)}</body></html>")


def config(visit: Visit, t: Words, build: str) -> dict[str, Any]:
    """Return what the script needs to know: who is here, where they begin, the words it speaks."""
    try:
        home = areas.find(visit, visit.scope.home(visit.city.code))
        spot = [home.lon, home.lat]
    except NotFound:
        spot = [(visit.city.west + visit.city.east) / 2, (visit.city.south + visit.city.north) / 2]
    return {
        "person": visit.scope.person, "build": build, "language": t.language, "zone": str(visit.zone), "home": spot,
        "at": visit.now.isoformat(timespec="seconds"), "mostPictures": MOST_PICTURES, "words": spoken.WORDS[t.language],
        "tables": {
            **{name: t.table(name) for name in SPOKEN_TABLES},
            "errors": {code: t(f"errors.{code}", limit="", permission="", case_no="") for code in SPOKEN_ERRORS}},
    }


def stage_bar(visit: Visit, t: Words) -> Element:
    """Return the bar above everything while a city stage beyond peace is in force, as it is kept on the phone."""
    body = announcing.body_in_force(visit)
    return element("p", element("i", "■" * body["stage"] + "□" * (LAST - body["stage"]), aria_hidden="true"),
                   element("span", city_stage.said(visit, t, body)), id="city-stage", role="status",
                   data_stage=str(body["stage"]))


def warned(visit: Visit, t: Words) -> Element | None:
    """Return the warnings in force that are for this person: the worst first, each with level, title and time."""
    person = sessions.find(visit.session, visit.scope.person)
    found = [one for one in listing.in_force(visit, visit.scope.home(visit.city.code))
             if not one.audience or (person is not None and person.title in one.audience)]
    if not found:
        return None
    rows = [element(
        "li", element("i", class_=f"warn-mark is-{one.level}", aria_hidden="true"),
        element("b", t("warnings.mark", level=t(f"warning_levels.{one.level}")), " "),
        element("span", t.pick(one.title, one.title_en), " ",
                element("small", t("warnings.until", time=t.when(one.valid_until, visit.now)))),
        element("p", one.text) if one.text else None, class_=f"is-{one.level}", data_warning=one.id)
        for one in found[:MOST_WARNINGS]]
    left = len(found) - len(rows)
    return element("ul", rows, element("li", t("warnings.more", n=left)) if left > 0 else None, class_="warned",
                   role="status", aria_label=t("warnings.title"))


def gaps(visit: Visit, t: Words) -> Element | None:
    """Return the place of coverage gaps, for who sends or leads; scripts/gaps.js asks for them while somebody looks."""
    if "units.view" not in visit.scope.may or not visit.scope.may & HEAR_OF_GAPS:
        return None
    return element("ul", id="gaps", class_="warned", role="status", aria_label=t("gaps.title"), hidden=True,
                   data_title=t("gaps.title"), data_none=t("gaps.no_relief"))


def head_bar(visit: Visit, t: Words) -> Element:
    """Return the bar above: who is here, whether there is a network, and the ways out."""
    person = sessions.find(visit.session, visit.scope.person)
    name = t.pick(person.name, person.name_en) if person else visit.scope.name
    desk = element("a", t("desk"), href="/desk/overview") if "desk.view" in visit.scope.may else None
    return element(
        "header",
        element("b", name), element("span", id="net", role="status"),
        element("details", element("summary", "⋯", aria_label=t("refresh")), element(
            "div", element("button", t("refresh"), type="button", data_do="refresh"), desk,
            element("button", t("language"), type="button", data_do="language",
                    data_language="en" if t.is_chinese() else "zh-CN"),
            element("form", element("button", t("sign_out"), type="submit"), method="post", action="/signout",
                    id="leave"), class_="menu")),
    )


def navigation(t: Words, view: str, may_report: bool) -> Element:
    """Return the bar below: tasks, reporting, what waits to be sent."""
    tabs = [("task", t("name"), "☰"), *([("report", t("report"), "✚")] if may_report else []),
            ("outbox", t("outbox"), "⇪")]
    return element("nav", [
        element("a", element("i", sign, aria_hidden="true"), element("span", words),
                element("b", class_="count", hidden=True),
                href=f"/m/{name}" if name in VIEWS else "#outbox", data_view=name,
                aria_current="page" if name == view else None) for name, words, sign in tabs])


def sheet(t: Words) -> Element:
    """Return the sheet that asks for what an action takes, and for the confirming press."""
    later = [element("label", element("input", type="radio", name="until", value=hours), element("span", t(words)))
             for words, hours in (("plus_4h", 4), ("plus_1d", 24), ("plus_3d", 72))]
    return element(
        "dialog",
        element("form",
                element("h2"), element("p", class_="about"),
                element("div", element("p", class_="fix", role="status"), data_field="position"),
                element("div", camera(t), data_field="pictures"),
                element("fieldset", element("legend", t("until")), later, data_field="until", class_="choices"),
                element("div", labelled(t("note"), element("textarea", name="note", rows=3, maxlength=NOTE_LENGTH)),
                        data_field="note", data_optional=t("note"), data_needed=t("note_needed")),
                element("p", class_="fault", role="alert", hidden=True),
                element("div", element("button", type="submit", class_="primary", data_action="confirm"),
                        element("button", t("cancel"), type="button", data_action="cancel"), class_="sheet-end"),
                method="dialog"),
        id="sheet")
