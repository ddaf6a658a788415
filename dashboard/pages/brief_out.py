"""A released briefing on its way out: the links it is fetched by, and when they were used."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.briefing import archive, link_page
from dashboard.page import Asked, Came, Page, text_of, whole_of
from dashboard.parts import form
from dashboard.parts.frame import empty
from dashboard.parts.table import plain_table
from dashboard.parts.tree import Element
from dashboard.speech import Words
from data.briefings import keeping, links
from data.briefings.links import Wanted
from data.models.briefing import Briefing, BriefLink
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "简报外发", "about": "已发布简报的限时链接与送达情况", "back": "返回简报",
        "links": "限时链接", "links_about": "无需登录,只含此份简报与所选格式;到期、收回或简报撤回后失效",
        "reader": "读者", "formats": "格式", "days": "有效天数", "make": "生成链接",
        "made": "{reader} 的链接(只显示这一次):", "until": "有效至", "by": "生成", "opened": "打开", "fetched": "下载",
        "n_fetched": "{n} 次,最近 {at}", "never": "未使用", "state": "状态", "open": "✓ 有效", "expired": "○ 已过期",
        "revoked": "✕ 已收回", "revoke": "收回", "confirm_revoke": "确认收回:链接立即失效",
        "is_revoked": "已收回 {reader} 的链接",
        "none": "还没有链接", "not_released": "简报尚未发布,不能外发", "pick": "请在「简报」中选择一份已发布的简报",
    },
    "en": {
        "name": "Briefing, handed out", "about": "Links to a released briefing, and whether it arrived",
        "back": "Back to the briefings", "links": "Links that end",
        "links_about": "no sign-in, this briefing and these formats alone; over when it ends, is ended, or the "
                       "briefing is withdrawn",
        "reader": "Reader", "formats": "Formats", "days": "Days it holds", "make": "Make a link",
        "made": "The link of {reader}, shown once:", "until": "Holds until", "by": "Made", "opened": "Opened",
        "fetched": "Fetched", "n_fetched": {"one": "once, {at}", "other": "{n} times, last {at}"}, "never": "not yet",
        "state": "State", "open": "✓ Holds", "expired": "○ Over", "revoked": "✕ Ended", "revoke": "End",
        "confirm_revoke": "Confirm: it leads nowhere at once", "is_revoked": "The link of {reader} was ended",
        "none": "No link yet", "not_released": "The briefing was not released: it is not handed out",
        "pick": "Choose a released briefing on the page Briefings",
    },
}
HEADINGS = ("reader", "formats", "until", "by", "opened", "fetched", "state", "")
USUAL_DAYS = 7


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return one briefing's links, and the form that makes another."""
    back = html.A(t("back"), href=f"/desk/briefings?area={asked['area']}")
    if not asked["brief"]:
        return html.Div([html.Section(empty(t("pick"))), back], className="columns is-single")
    kept = keeping.find(visit, asked["brief"])
    if kept.released_at is None or not keeping.may_release(visit, kept):
        return html.Div([html.Section([html.H2(kept.title), empty(t("not_released"))]), back],
                        className="columns is-single")
    return html.Div([html.Section([html.H2([kept.title, html.Small(kept.id)]), back]), linked(visit, t, kept)],
                    className="columns is-single")


def linked(visit: Visit, t: Words, kept: Briefing) -> Component:
    """Return the links there are, and the form for another."""
    rows = [row(visit, t, one) for one in links.listed(visit, kept.id)]
    listed = plain_table([t(key) if key else "" for key in HEADINGS], rows) if rows else empty(t("none"))
    return html.Section([html.H2([t("links"), html.Small(t("links_about"))]), making(t, kept), listed])


def making(t: Words, kept: Briefing) -> Element:
    """Return the form that makes a link."""
    offered = [(name, t(f"briefs.{name}")) for name in archive.formats_of(kept)]
    return form.form("link", [
        form.hidden("brief", kept.id), form.text("reader", t("reader"), required=True, maxlength="80"),
        form.several("formats", t("formats"), offered, [offered[0][0]]),
        form.number("days", t("days"), USUAL_DAYS, min="1", max=str(links.LONGEST_DAYS), required=True)], t("make"))


def row(visit: Visit, t: Words, one: BriefLink) -> Element:
    """Return one link: for whom, until when, when it was used."""
    state = "revoked" if one.revoked_at else "expired" if one.expires_at <= visit.now else "open"
    fetched = t("n_fetched", n=one.fetched, at=t.moment(one.fetched_at)) if one.fetched_at else t("never")
    texts = (one.reader, " ".join(t(f"briefs.{name}") for name in one.formats), t.moment(one.expires_at),
             f"{one.by_name} {t.moment(one.made_at)}", t.moment(one.opened_at) if one.opened_at else t("never"),
             fetched, t(state))
    ending = [form.press("revoke", t("revoke"), {"link": one.id}, confirm=t("confirm_revoke"))]
    return Element("tr", {"data-link": one.id, "data-state": state}, [
        *(Element("td", {}, [text]) for text in texts),
        Element("td", {"class": "presses"}, ending if state == "open" else [])])


def link(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Make a link and show it once."""
    brief = archive.open_kept(visit, text_of(given, "brief")).brief
    asked = given.get("formats")
    known = archive.formats_of(keeping.find(visit, brief.id))
    wanted = tuple(name for name in known if isinstance(asked, list) and name in asked)
    made, token = links.make(visit, brief.id, Wanted(
        reader=text_of(given, "reader"), formats=wanted, days=whole_of(given, "days")))
    base = brief.link.removesuffix(archive.address_of(brief.id))
    return Came(text=t("made", reader=made.reader), secret=f"{base}{link_page.address_of(token)}")


def revoke(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """End a link."""
    return Came(text=t("is_revoked", reader=links.revoke(visit, text_of(given, "link")).reader))


PAGE = Page(name="brief_out", order=79, permission="briefs.release", words=WORDS, answer=answer, fields=("brief",),
            acts={"link": link, "revoke": revoke}, is_listed=False)
