"""Taking a report at the desk: what is open nearby first, then one more voice for it, or a new case."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Came, Page
from dashboard.parts import form
from dashboard.parts.duplicates import duplicate_words
from dashboard.parts.symbols import priority_mark
from dashboard.parts.tree import Element
from dashboard.speech import Words
from data.areas import naming
from data.areas import queries as areas
from data.cases import classes, reporting, spots
from data.cases.intake import TEXT_LIMIT
from data.cases.reporting import Near, Told
from data.cases.spots import Spot
from data.cases.voice import LONGEST, Voice, read_channel, read_id, read_reporter
from data.errors import Invalid
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "上报登记", "about": "坐席、热线和巡查上报：先查附近在办，再附议或新建",
        "what": "情况", "what_hint": "谁在何处看到了什么", "place": "位置", "address": "详细地址",
        "place_hint": "区域或社区名称、案件编号，或 经度，纬度", "kind": "类别", "not_sure": "不确定，由系统建议",
        "channel": "来源", "reporter": "上报人", "phone": "电话", "urgent": "紧急（至少按二级办理）",
        "kept": "姓名和电话只用于回访，页面上一律脱敏", "check": "先查附近", "who": "上报人信息",
        "near": "附近疑似同一事项", "near_n": "{n} 件", "none_near": "附近没有疑似同一事项的在办案件",
        "at_area": "仅定位到{place}",
        "at_point": "{lon}, {lat}", "at_case": "案件 {no} 处", "ago": "{time}前",
        "voices": "{n} 人反映", "support": "附议这件", "create": "新建案件", "create_anyway": "都不是，新建案件",
        "done": "已登记，案件 {no}", "supported": "已附议案件 {no}，共 {n} 人反映", "sent": "刚刚登记",
        "open": "打开案件 {no}", "metres": "{n} 米", "mine": "我近期登记和附议的", "mine_none": "您还没有登记过",
    },
    "en": {
        "name": "Take a report", "about": "For desk, hotline and patrol: look nearby first, then support or create",
        "what": "What is it about", "what_hint": "Who saw what, and where", "place": "Place",
        "address": "Address", "place_hint": "Name of an area or community, a case number, or lon,lat", "kind": "Class",
        "not_sure": "Not sure: let it be proposed", "channel": "Came by", "reporter": "Name", "phone": "Phone",
        "urgent": "Urgent (at least second degree)", "kept": "Name and phone serve the call-back; screens mask them",
        "check": "Look nearby first", "who": "Who reports", "near": "Open nearby, perhaps the same",
        "near_n": {"one": "{n} case", "other": "{n} cases"}, "none_near": "Nothing of the kind is open nearby",
        "at_area": "placed by area only: {place}", "at_point": "{lon}, {lat}", "at_case": "where case {no} is",
        "ago": "{time} ago", "voices": {"one": "{n} report", "other": "{n} reports"},
        "support": "Support this one", "create": "New case", "create_anyway": "None of these: new case",
        "done": "Taken down as case {no}",
        "supported": {"one": "Case {no} supported, {n} report in all",
                      "other": "Case {no} supported, {n} reports in all"},
        "sent": "Just taken down", "open": "Open case {no}", "metres": "{n} m", "mine": "Taken down or supported by me",
        "mine_none": "You have taken nothing down yet",
    },
}
DESK_CHANNELS = ("hotline", "desk", "patrol")
LONGEST_PLACE, LONGEST_ADDRESS, LONGEST_CLASS = 80, 240, 200
MINE_SHOWN = 12
Given = Mapping[str, Any]


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the form, and what this person took down last."""
    return html.Div([html.Div([sent(t, asked["sent"]), taking(visit, t)]), mine(visit, t)], className="columns")


def sent(t: Words, case_no: str) -> Component | None:
    """Return what was taken down just now, with the link that opens it."""
    if not case_no:
        return None
    return html.Div([html.B(t("sent")), html.Span(t("open", no=case_no), className="pill", role="button", tabIndex=0,
                                                  **{"data-case": case_no})], className="card said", role="status")


def taking(visit: Visit, t: Words) -> Component:
    """Return the form; what is found nearby is shown at its end before anything is stored."""
    fields = [
        form.hidden("report_id", secrets.token_hex(12)),
        form.words("text", t("what"), rows=4, required=True, maxlength=str(TEXT_LIMIT), placeholder=t("what_hint")),
        form.text("place", t("place"), required=True, maxlength=str(LONGEST_PLACE), placeholder=t("place_hint")),
        form.text("address", t("address"), maxlength=str(LONGEST_ADDRESS)),
        html.Div([form.choice("class_code", t("kind"), kinds(visit, t)),
                  form.choice("channel", t("channel"), [(one, t(f"channels.{one}")) for one in DESK_CHANNELS])],
                 className="field-row"),
        html.Div([form.text("name", t("reporter"), maxlength=str(LONGEST["name"])),
                  form.text("phone", t("phone"), maxlength=str(LONGEST["phone"]))],
                 className="field-row", role="group", **{"aria-label": t("who")}),
        html.Small(t("kept"), className="field-label"),
        form.flag("urgent", t("urgent")),
        html.Div(html.Button(t("check"), type="submit", className="primary"), className="form-end"),
        html.Div(**{"data-beside": "near", "aria-live": "polite"}),
    ]
    return html.Section([html.H2([t("name"), html.Small(t("about"))]),
                         Element("form", {"class": "form", "data-act": "check"}, fields)])


def kinds(visit: Visit, t: Words) -> list[form.Option]:
    """Return the city's classes under the names of their major classes, none chosen."""
    book = classes.open_book(visit.session, visit.city.class_scheme).by_code
    names = {code: t.pick(one.name, one.name_en) for code, one in book.items()}
    return [("", t("not_sure")), *((code, f"{names.get(one.major, one.major)} › {names[code]}")
                                   for code, one in book.items() if one.major)]


def mine(visit: Visit, t: Words) -> Component:
    """Return the cases that this person took down last; pressing one opens it."""
    found = reporting.reported_by_me(visit, MINE_SHOWN)
    rows = [html.Div([priority_mark(case.priority), html.Span(case.text, title=case.text),
                      html.Small(f"{t(f'states.{case.state}')} · {t.when(case.received_at, visit.now)}")],
                     className="near-row", role="button", tabIndex=0, **{"data-case": case.case_no}) for case in found]
    return html.Section([html.H2(t("mine")), *(rows or [html.P(t("mine_none"), className="panel-empty")])])


def check(visit: Visit, t: Words, given: Given) -> Came:
    """Show what is open nearby of the same kind; nothing is stored."""
    text, kind = words_of(given, "text", TEXT_LIMIT), words_of(given, "class_code", LONGEST_CLASS)
    if not text.strip():
        raise Invalid("no_text")
    spot = spots.find(visit, words_of(given, "place", LONGEST_PLACE))
    if spot.lon is not None and spot.lat is not None:
        found = reporting.nearby(visit, spot.lon, spot.lat, text=text, class_code=kind)
    else:
        found = reporting.alike_in(visit, spot.area_code, text=text, class_code=kind)
    return Came(text="", beside=nearby(visit, t, spot, found))


def nearby(visit: Visit, t: Words, spot: Spot, found: list[Near]) -> Component:
    """Return what is open nearby, each with the button that supports it, and the button for a new case."""
    head = html.H3([t("near") if found else t("none_near"),
                    html.Small(" · ".join(filter(None, (t("near_n", n=len(found)) if found else "",
                                                        place_words(visit, t, spot)))))])
    create = html.Button(t("create_anyway" if found else "create"), type="submit",
                         className="" if found else "primary", **{"data-act": "create"})
    return html.Div([head, *(near_row(t, one) for one in found), html.Div(create, className="form-end")],
                    className="offered")


def near_row(t: Words, near: Near) -> Component:
    """Return one open case nearby, which opens when pressed, and the button that supports it."""
    case = near.case
    about = [t("metres", n=round(near.distance_m)) if near.distance_m is not None else "",
             t("ago", time=t.duration(near.age)), t("voices", n=case.supporters + 1),
             duplicate_words(t, near.sameness) if near.sameness else "", t(f"states.{case.state}")]
    return html.Div([
        html.Div([priority_mark(case.priority), html.B(case.text, title=case.text),
                  html.Small(" · ".join(filter(None, about)))],
                 className="offered-case", role="button", tabIndex=0, **{"data-case": case.case_no}),
        html.Button(t("support"), type="submit", name="case_no", value=case.case_no, className="primary",
                    **{"data-act": "support"}),
    ], className="offered-row", **{"data-near": case.case_no, "data-probable": str(near.is_probable).lower()})


def place_words(visit: Visit, t: Words, spot: Spot) -> str:
    """Return the place that was understood."""
    if spot.case_no:
        return t("at_case", no=spot.case_no)
    if spot.lon is not None:
        return t("at_point", lon=spot.lon, lat=spot.lat)
    path = [area for area in areas.path_to(visit, spot.area_code) if area.level > 1]
    return t("at_area", place=naming.said([areas.name_of(area, t.language) for area in path]))


def create(visit: Visit, t: Words, given: Given) -> Came:
    """Store the report as a new case."""
    spot = spots.find(visit, words_of(given, "place", LONGEST_PLACE))
    number = reporting.report(visit, Told(
        voice=voice_of(given), text=words_of(given, "text", TEXT_LIMIT), lon=spot.lon, lat=spot.lat,
        area_code="" if spot.lon is not None else spot.area_code, address=words_of(given, "address", LONGEST_ADDRESS),
        category=words_of(given, "class_code", LONGEST_CLASS), is_urgent=given.get("urgent") is True))
    return Came(text=t("done", no=number), go={"sent": number})


def support(visit: Visit, t: Words, given: Given) -> Came:
    """Add whoever reports to the case that was chosen."""
    case = reporting.support(visit, words_of(given, "case_no", LONGEST_PLACE), voice_of(given),
                             text=words_of(given, "text", TEXT_LIMIT))
    return Came(text=t("supported", no=case.case_no, n=case.supporters + 1), go={"sent": case.case_no})


def voice_of(given: Given) -> Voice:
    """Return who speaks. Raises Invalid("bad_field")."""
    who = {"name": given.get("name"), "phone": given.get("phone")}
    return Voice(report_id=_read("report_id", read_id, given.get("report_id")),
                 channel=_read("channel", read_channel, given.get("channel")),
                 reporter=_read("reporter", read_reporter, who))


def words_of(given: Given, name: str, longest: int) -> str:
    """Return a field's text, "" where it is absent. Raises Invalid("bad_field")."""
    value = given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        raise Invalid("bad_field", field=name, why=f"<= {longest}")
    return value


def _read(name: str, reading: Callable[[Any], Any], value: Any) -> Any:
    try:
        return reading(value)
    except ValueError as wanted:
        raise Invalid("bad_field", field=name, why=str(wanted)) from None


PAGE = Page(name="report", order=12, permission="cases.report", words=WORDS, answer=answer, fields=("sent",),
            acts={"check": check, "create": create, "support": support})
