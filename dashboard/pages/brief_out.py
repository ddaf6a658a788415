"""A released briefing on its way out: what was sent to whom and what became of it, and the links it is fetched by."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.briefing import archive, link_page
from dashboard.page import Asked, Came, Page, text_of, whole_of
from dashboard.parts import form, out_words
from dashboard.parts.frame import empty
from dashboard.parts.table import plain_table
from dashboard.parts.tree import Element
from dashboard.speech import Words
from data.briefings import keeping, links, sendings
from data.briefings.links import Wanted
from data.errors import Invalid
from data.models.briefing import Briefing, BriefLink, BriefSending
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "简报外发", "about": "已发布简报的限时链接与送达情况", "back": "返回简报",
        "links": "限时链接", "links_about": "无需登录，只含此份简报与所选格式；到期、收回或简报撤回后失效",
        "reader": "读者", "formats": "格式", "days": "有效天数", "make": "生成链接",
        "made": "{reader} 的链接（只显示这一次）：", "until": "有效至", "by": "生成", "opened": "打开",
        "fetched": "下载",
        "n_fetched": "{n} 次，最近 {at}", "never": "未使用", "state": "状态", "open": "✓ 有效", "expired": "○ 已过期",
        "revoked": "✕ 已收回", "revoke": "收回", "confirm_revoke": "确认收回：链接立即失效",
        "is_revoked": "已收回 {reader} 的链接",
        "none": "还没有链接", "sendings": "发送",
        "sendings_about": "邮件附所选格式并附链接；群机器人只发摘要、三项数字与链接。失败自动重试，最终失败须人工处理",
        "to": "发往", "mailbox": "邮箱，或群机器人", "address": "邮箱地址", "send": "发送",
        "confirm_send": "确认发送，发出后不能收回",
        "is_queued": "已安排发送给 {reader}", "no_sending": "还没有发送过", "queued": "○ 待发送", "sent": "✓ 已发送",
        "failed": "✕ 发送失败", "tries": "{n} 次", "asked": "安排", "again": "重发",
        "drop": "不再发送", "dropped": "— 已放弃",
        "is_dropped": "不再发送给 {reader}", "receipt": "回执",
        "receipt_opened": "已打开 {at}", "receipt_fetched": "已下载 {at}", "hook": "群机器人：{name}",
        "by_mail": "邮件",
        "is_wide": "对外公开范围：隐去少于 5 的件数与单个案件", "wide": "对外公开范围",
        "not_released": "简报尚未发布，不能外发", "pick": "请在「简报」中选择一份已发布的简报",
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
        "none": "No link yet", "sendings": "Sendings",
        "sendings_about": "a letter carries the files and a link, a note to a group the headline, three numbers and a "
                          "link; what fails is tried again, and what fails for good waits for a person",
        "to": "By", "address": "Mailbox (a letter)", "send": "Send",
        "confirm_send": "Confirm: it cannot be called back",
        "mailbox": "Mailbox, or a group", "is_queued": "On its way to {reader}", "no_sending": "Nothing was sent yet",
        "queued": "○ Waits", "sent": "✓ Sent", "failed": "✕ Failed", "tries": {"one": "once", "other": "{n} times"},
        "asked": "Asked for", "again": "Send again",
        "drop": "Give up", "dropped": "— Given up", "is_dropped": "It is not sent to {reader}",
        "receipt": "Receipt", "receipt_opened": "Opened {at}",
        "receipt_fetched": "Fetched {at}", "hook": "Group: {name}", "by_mail": "Letter",
        "is_wide": "For the wider circle: without counts below 5 and single cases", "wide": "wider circle",
        "not_released": "The briefing was not released: it is not handed out",
        "pick": "Choose a released briefing on the page Briefings",
    },
}
HEADINGS = ("reader", "formats", "until", "by", "opened", "fetched", "state", "")
SENT_HEADINGS = ("reader", "mailbox", "formats", "asked", "state", "receipt", "")
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
    return html.Div([html.Section([html.H2([kept.title, html.Small(kept.id)]), back]), sent(visit, t, kept),
                     linked(visit, t, kept)],
                    className="columns is-single")


def sent(visit: Visit, t: Words, kept: Briefing) -> Component:
    """Return what was sent, and the form that sends it to somebody else."""
    of_link = {one.id: one for one in links.listed(visit, kept.id)}
    rows = [sent_row(t, one, of_link[one.link_id]) for one in sendings.listed(visit, kept.id) if one.link_id in of_link]
    listed = plain_table([t(key) if key else "" for key in SENT_HEADINGS], rows) if rows else empty(t("no_sending"))
    return html.Section([html.H2([t("sendings"), html.Small(t("sendings_about"))]), sending(visit, t, kept), listed])


def sending(visit: Visit, t: Words, kept: Briefing) -> Element:
    """Return the form that sends."""
    ways = [(sendings.MAIL, t("by_mail")),
            *((f"{sendings.HOOK}:{name}", t("hook", name=name)) for name in sendings.hooks(visit.folder))]
    return form.form("send", [
        form.hidden("brief", kept.id), form.choice("way", t("to"), ways),
        form.text("reader", t("reader"), required=True, maxlength="80"),
        form.text("address", t("address"), maxlength="200"), *given_fields(t, kept)],
        t("send"), confirm=t("confirm_send"))


def given_fields(t: Words, kept: Briefing) -> list[Any]:
    """Return the fields of what a link gives: formats, days, and to which circle."""
    offered = [(name, t(f"briefs.{name}")) for name in archive.formats_of(kept)]
    wide = [form.flag("is_wide", t("is_wide"))] if archive.may_widen(kept) else []
    return [form.several("formats", t("formats"), offered, [offered[0][0]]),
            form.number("days", t("days"), USUAL_DAYS, min="1", max=str(links.LONGEST_DAYS), required=True), *wide]


def sent_row(t: Words, one: BriefSending, link: BriefLink) -> Element:
    """Return one sending: to whom, what became of it and why, whether it was received."""
    receipt = (t("receipt_fetched", at=t.moment(link.fetched_at)) if link.fetched_at else
               t("receipt_opened", at=t.moment(link.opened_at)) if link.opened_at else t("never"))
    reason = f" · {out_words.why(t, one.reason)} ({t('tries', n=one.tries)})" if one.reason else ""
    at = f" {t.moment(one.sent_at)}" if one.sent_at else ""
    texts = (link.reader, one.address, given_words(t, link),
             f"{one.by_name} {t.moment(one.asked_at)}", f"{t(one.state)}{at}{reason}", receipt)
    offered = ("again", "drop") if one.state == sendings.FAILED else ()
    ending = [form.press(act, t(act), {"sending": one.id}) for act in offered]
    return Element("tr", {"data-sending": str(one.id), "data-sent": one.state}, [
        *(Element("td", {}, [text]) for text in texts), Element("td", {"class": "presses"}, ending)])


def linked(visit: Visit, t: Words, kept: Briefing) -> Component:
    """Return the links there are, and the form for another."""
    rows = [row(visit, t, one) for one in links.listed(visit, kept.id)]
    listed = plain_table([t(key) if key else "" for key in HEADINGS], rows) if rows else empty(t("none"))
    return html.Section([html.H2([t("links"), html.Small(t("links_about"))]), making(t, kept), listed])


def making(t: Words, kept: Briefing) -> Element:
    """Return the form that makes a link."""
    return form.form("link", [form.hidden("brief", kept.id), form.text("reader", t("reader"), required=True,
                                                                       maxlength="80"), *given_fields(t, kept)],
                     t("make"))


def row(visit: Visit, t: Words, one: BriefLink) -> Element:
    """Return one link: for whom, until when, when it was used."""
    state = "revoked" if one.revoked_at else "expired" if one.expires_at <= visit.now else "open"
    fetched = t("n_fetched", n=one.fetched, at=t.moment(one.fetched_at)) if one.fetched_at else t("never")
    texts = (one.reader, given_words(t, one), t.moment(one.expires_at),
             f"{one.by_name} {t.moment(one.made_at)}", t.moment(one.opened_at) if one.opened_at else t("never"),
             fetched, t(state))
    ending = [form.press("revoke", t("revoke"), {"link": one.id}, confirm=t("confirm_revoke"))]
    return Element("tr", {"data-link": one.id, "data-state": state}, [
        *(Element("td", {}, [text]) for text in texts),
        Element("td", {"class": "presses"}, ending if state == "open" else [])])


def given_words(t: Words, one: BriefLink) -> str:
    """Return the formats that a link gives, and to which circle where that is the wider one."""
    return " ".join([*(t(f"briefs.{name}") for name in one.formats), *([f"· {t('wide')}"] if one.is_wide else [])])


def link(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Make a link and show it once."""
    brief = archive.open_kept(visit, text_of(given, "brief")).brief
    made, token = links.make(visit, brief.id, wanted(visit, given))
    base = brief.link.removesuffix(archive.address_of(brief.id))
    return Came(text=t("made", reader=made.reader), secret=f"{base}{link_page.address_of(token)}")


def wanted(visit: Visit, given: Mapping[str, Any]) -> Wanted:
    """Return what a link shall give, of a form. Raises NotFound, and as archive.widened where that cannot be given."""
    asked, is_wide = given.get("formats"), given.get("is_wide", False)
    if not isinstance(is_wide, bool):
        raise Invalid("bad_link", why="is_wide")
    known = archive.formats_of(keeping.find(visit, text_of(given, "brief")))
    archive.handed(visit, text_of(given, "brief"), is_wide=is_wide)
    return Wanted(reader=text_of(given, "reader"), days=whole_of(given, "days"), is_wide=is_wide,
                  formats=tuple(name for name in known if isinstance(asked, list) and name in asked))


def send(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Have it sent."""
    way, _, hook = text_of(given, "way").partition(":")
    address = hook if way == sendings.HOOK else text_of(given, "address").strip()
    link_wanted = wanted(visit, given)
    sendings.ask(visit, text_of(given, "brief"), sendings.Wanted(way=way, address=address, link=link_wanted))
    return Came(text=t("is_queued", reader=link_wanted.reader))


def again(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Have one that failed sent again."""
    one = sendings.again(visit, whole_of(given, "sending"))
    return Came(text=t("is_queued", reader=one.address))


def revoke(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """End a link."""
    return Came(text=t("is_revoked", reader=links.revoke(visit, text_of(given, "link")).reader))


def drop(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Have one that failed seen to."""
    one = sendings.drop(visit, whole_of(given, "sending"))
    return Came(text=t("is_dropped", reader=one.address))


PAGE = Page(name="brief_out", order=79, permission="briefs.release", words=WORDS, answer=answer, fields=("brief",),
            acts={"link": link, "revoke": revoke, "send": send, "again": again, "drop": drop}, is_listed=False)
