"""Briefings that are kept: what there is of an area, where it stands, its files; releasing and withdrawing."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.briefing.archive import address_of, formats_of, state_of
from dashboard.briefing.board import ACTIVE, LOST, Board, Entry, may_see
from dashboard.briefing.kind import discover
from dashboard.page import Asked, Came, Page, text_of, whole_of
from dashboard.parts import form, out_words
from dashboard.parts.brief_jobs import Job, each_button, jobs_section
from dashboard.parts.frame import empty
from dashboard.parts.table import go, plain_table
from dashboard.parts.tree import Element
from dashboard.speech import Words
from data import clock
from data.areas import naming, queries
from data.briefings import keeping, revisions, searching, sendings
from data.briefings.searching import Wanted
from data.models.briefing import Briefing
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "简报", "about": "已生成的简报：查看、下载、发布", "kept": "本区域及下级的简报", "n": "{n} 份",
        "none": "还没有简报：点上方「简报」生成", "title": "标题", "area": "区域", "moment": "数据截至", "made": "生成",
        "state": "状态", "draft": "▲ 草稿·不完整", "unreleased": "○ 未发布", "released": "✓ 已发布",
        "released_by": "{by} {at}", "files": "下载", "release": "发布", "confirm_release": "确认发布：内容不可再改",
        "withdraw": "撤回", "confirm_withdraw": "确认撤回：任何人都不能再打开", "is_released": "已发布：{title}",
        "words": "标题、结论或编号中的词", "kind": "种类", "every_kind": "全部种类", "every_state": "全部状态",
        "from": "数据日期自", "to": "至", "look": "查找", "looked": "已查找", "all": "全部", "newest": "最新",
        "older": "更早", "nothing": "没有符合条件的简报",
        "out": "外发…", "edit": "修改…", "revision": "修订 {number}",
        "unsent": "有 {n} 次发送失败，请处理", "is_withdrawn": "已撤回：{title}",
    },
    "en": {
        "name": "Briefings", "about": "Briefings that were made: read, fetch, release",
        "none": "No briefing yet: press Briefing above to make one",
        "kept": "Briefings of this area and those inside it", "n": {"one": "{n} briefing", "other": "{n} briefings"},
        "title": "Title", "area": "Area", "moment": "Data as of", "made": "Made", "state": "State",
        "draft": "▲ Draft, incomplete", "unreleased": "○ Not released", "released": "✓ Released",
        "released_by": "{by} {at}", "files": "Files", "release": "Release",
        "confirm_release": "Confirm: it cannot be changed any more", "withdraw": "Withdraw",
        "confirm_withdraw": "Confirm: nobody can open it any more", "is_released": "Released: {title}",
        "words": "Words of title, conclusion or number", "kind": "Kind", "every_kind": "Every kind",
        "every_state": "Every state", "from": "Data of", "to": "until", "look": "Find", "looked": "Looked for",
        "all": "All", "newest": "Newest", "older": "Older", "nothing": "No briefing is like that",
        "out": "Hand out…", "edit": "Edit…", "revision": "revision {number}",
        "unsent": {"one": "{n} sending failed: see to it", "other": "{n} sendings failed: see to them"},
        "is_withdrawn": "Withdrawn: {title}",
    },
}
EACH = "daily"
TOLD = timedelta(hours=1)
MOST_TOLD = 3
"""So long it is told what came of what was made, and of so many."""
HEADINGS = ("title", "area", "moment", "made", "state", "files", "")
SOUGHT = ("words", "kind", "state", "from", "to")
LISTED = 100


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the briefings of the area and of those inside it that are looked for, the newest first."""
    wanted = sought(visit, asked)
    found = searching.search(visit, wanted, after=asked["after"], limit=LISTED + 1)
    shown, many = found[:LISTED], searching.count(visit, wanted)
    places = naming.places(visit, {one.area_code for one in shown})
    before = searching.issues_before(visit, [one for one in shown if not is_drawn(one)])
    rows = [row(visit, t, one, places, before.get(one.id, "")) for one in shown]
    nothing = t("nothing") if any(asked[name] for name in SOUGHT) else t("none")
    listed = plain_table([t(key) if key else "" for key in HEADINGS], rows) if rows else empty(nothing)
    return html.Div([*unsent(visit, t, asked["area"]), *jobs_section(t, jobs(visit, t)), html.Section([
        html.H2([t("kept"), html.Small(t("n", n=many)), *each(visit, t, asked["area"])]), search(t, asked),
        *ways(t, asked, shown[-1].id if len(found) > LISTED else ""), listed])], className="columns is-single",
        **{"data-briefings": str(many)})


def is_drawn(one: Briefing) -> bool:
    """Is it of a drawing of its own, so that the one before it was of another?"""
    known = discover().get(one.kind)
    return known is not None and known.topic == "shape"


def sought(visit: Visit, asked: Asked) -> Wanted:
    """Return what is looked for; what is no kind, state or day asks for nothing."""
    begin, end = (_day(visit, asked[name]) for name in ("from", "to"))
    return Wanted(area=asked["area"], words=asked["words"], end=clock.days_before(end, -1, visit.zone) if end else None,
                  kind=asked["kind"] if asked["kind"] in discover() else "", begin=begin,
                  state=asked["state"] if asked["state"] in searching.STATES else "")


def _day(visit: Visit, said: str) -> datetime | None:
    """Return when a day of the city's clock begins, None for what is none."""
    try:
        return datetime.combine(date.fromisoformat(said), time(), visit.zone)
    except ValueError:
        return None


def search(t: Words, asked: Asked) -> Element:
    """Return the form that looks for some."""
    kinds = [("", t("every_kind")), *((one.name, one.words[t.language]["name"]) for one in discover().values())]
    states = [("", t("every_state")), *((one, t(one)) for one in searching.STATES)]
    return form.form("look", [
        form.text("words", t("words"), asked["words"], type="search", maxlength="64"),
        form.choice("kind", t("kind"), kinds, asked["kind"]), form.choice("state", t("state"), states, asked["state"]),
        form.text("from", t("from"), asked["from"], type="date"), form.text("to", t("to"), asked["to"], type="date")],
        t("look"), inline=True)


def ways(t: Words, asked: Asked, last: str) -> list[Component]:
    """Return the ways to all there are, to the newest and to older ones, where there are some."""
    pills = [(t("all"), dict.fromkeys((*SOUGHT, "after"), ""))] if any(asked[name] for name in SOUGHT) else []
    pills += [(t("newest"), {"after": ""})] if asked["after"] else []
    pills += [(t("older"), {"after": last})] if last else []
    return [html.Div([html.Div(said, className="pill", role="button", tabIndex=0, **{"data-go": go(to)})
                      for said, to in pills], className="pills")] if pills else []


def look(_visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Look for some: what is looked for stands in the address, which can be handed on."""
    wanted = {name: text_of(given, name).strip()[:64] for name in SOUGHT}
    return Came(text=t("looked"), go={**wanted, "after": ""})


def each(visit: Visit, t: Words, area: str) -> list[Element]:
    """Return the button for a briefing of each area inside, where the visitor may make them and there are some."""
    has_finer = len(queries.count_by_level(visit, area)) > 1
    daily = discover()[EACH].words[t.language]["name"]
    return [each_button(t, EACH, daily)] if has_finer and visit.scope.allows(keeping.MAKES, area) else []


def jobs(visit: Visit, t: Words) -> list[Job]:
    """Return what is being made for this visitor, or may be cancelled by them, and what came of it of late."""
    entries = [one for one in Board(visit.folder).entries() if may_see(visit.scope, one)]
    active = [one for one in entries if one.state in ACTIVE]
    over = [one for one in entries if one.state not in ACTIVE and visit.now - one.asked_at < TOLD
            and (one.kind or one.failed or one.state == LOST)]
    shown = [*over[-MOST_TOLD:], *active]
    return [Job(id=one.id, title=_titled(visit, t, one), state=one.state, is_each=bool(one.kind), done=one.done,
                of=one.of, failed=one.failed, by=t("briefs.job_by", by=one.name, at=t.moment(one.asked_at)),
                before=sum(other.asked_at < one.asked_at for other in active)) for one in reversed(shown)]


def _titled(visit: Visit, t: Words, one: Entry) -> str:
    if not one.kind:
        return t("briefs.file_title", form=t(f"briefs.{one.format}"), title=one.title)
    name = discover()[one.kind].words[t.language]["name"]
    places = naming.places(visit, {one.area})
    return t("briefs.each_title", kind=name, area=t.pick(*places.get(one.area, (one.area, one.area))))


def unsent(visit: Visit, t: Words, area: str) -> list[Component]:
    """Return what failed to be sent for good, each leading to where it is seen to; nothing where nothing did."""
    found = sendings.failed(visit, area)
    rows = [html.Li(html.A(f"{one.briefing_id} → {one.address} · {out_words.why(t, one.reason)}",
                           href=f"/desk/brief_out?brief={one.briefing_id}&area={one.area_code}")) for one in found]
    return [html.Section([html.H2(t("unsent", n=len(rows))), html.Ul(rows)], **{"data-unsent": str(len(rows))})] if (
        rows) else []


def row(visit: Visit, t: Words, one: Briefing, places: Mapping[str, tuple[str, str]], before: str) -> Element:
    """Return one briefing: what it is, its state in words, its files, and what may be done with it."""
    state = state_of(one)
    title = html.A(one.title, href=address_of(one.id), target="_blank", rel="noopener", title=one.id)
    files = [Element("a", {"href": f"{address_of(one.id)}/{name}", "data-brief-file": name, "class": "brief-file"},
                     [t(f"briefs.{name}")]) for name in formats_of(one)]
    against = [html.A(t("compared.link"), href=f"{address_of(one.id)}/against/{before}", target="_blank",
                      rel="noopener", className="brief-file")] if before else []
    cells = [[title], [t.pick(*places.get(one.area_code, (one.area_code, one.area_code)))], [t.moment(one.moment)],
             [f"{one.by_name} {t.moment(one.made_at)}"], told(t, one, state), [*files, *against]]
    return Element("tr", {"data-briefing": one.id, "data-state": state}, [
        *(Element("td", {}, cell) for cell in cells),
        Element("td", {"class": "presses"}, presses(visit, t, one, state))])


def told(t: Words, one: Briefing, state: str) -> list[Any]:
    """Return the state, which revision it is, and who released it when."""
    said = [t("revision", number=one.revision)] if one.revision else []
    if one.released_at is not None:
        said.append(t("released_by", by=one.released_by_name, at=t.moment(one.released_at)))
    return [t(state), *([" ", html.Small(" · ".join(said))] if said else [])]


def presses(visit: Visit, t: Words, one: Briefing, state: str) -> list[Element]:
    """Return the buttons of what this visitor may do."""
    found = []
    if state == "released" and keeping.may_release(visit, one):
        found.append(Element("a", {"href": f"/desk/brief_out?brief={one.id}&area={one.area_code}",
                                   "class": "brief-file"}, [t("out")]))
    if revisions.may_edit(visit, one):
        found.append(Element("a", {"href": f"/desk/brief_edit?brief={one.id}&area={one.area_code}",
                                   "class": "brief-file"}, [t("edit")]))
    if state == "unreleased" and keeping.may_release(visit, one):
        found.append(form.press("release", t("release"), {"id": one.id, "revision": one.revision},
                                confirm=t("confirm_release")))
    if keeping.may_withdraw(visit, one):
        found.append(form.press("withdraw", t("withdraw"), {"id": one.id}, confirm=t("confirm_withdraw")))
    return found


def release(visit: Visit, t: Words, said: Mapping[str, Any]) -> Came:
    """Let a briefing go out."""
    seen = whole_of(said, "revision")
    kept = keeping.release(visit, str(said.get("id", "")), revision=None if seen < 0 else seen)
    return Came(text=t("is_released", title=kept.title))


def withdraw(visit: Visit, t: Words, said: Mapping[str, Any]) -> Came:
    """Take a briefing away from everybody."""
    return Came(text=t("is_withdrawn", title=keeping.withdraw(visit, str(said.get("id", ""))).title))


PAGE = Page(name="briefings", order=78, permission="briefs.make", also=("briefs.release",), words=WORDS, answer=answer,
            fields=(*SOUGHT, "after"), acts={"look": look, "release": release, "withdraw": withdraw})
