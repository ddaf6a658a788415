"""The sign-in page: our own small HTML without script; nothing of the program is needed before somebody is known."""

import html
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from data.people.demo_people import Offer
from data.settings import LOOPBACK, Settings

LANGUAGES = ("zh-CN", "en")
LONGEST_NEXT = 500

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "page": "登录", "name": "一屏 Yiping", "claim": "一屏观全城，一键达现场",
        "demo": "演示数据 DEMO", "demo_about": "演示身份：点一下即以该身份进入",
        "login": "用户名", "password": "密码", "enter": "登录", "other": "English",
        "whole_city": "全市", "sees": "可见范围：{areas}", "and": "、", "own_account": "使用账号登录",
        "dispatcher": "值班长", "leader": "区领导", "officer": "网格员", "wall": "大屏",
        "dispatcher_may": "受理、派遣、回访与结案", "leader_may": "查看本区指标、案件与力量",
        "officer_may": "上报并处置本社区案件", "wall_may": "指挥大厅大屏，只看不动",
        "more": "更多角色", "seat": "{name} · {areas}",
        "street": "街道值班员", "community": "社区值班员", "verifier": "核查员", "caller": "回访员",
        "handler": "部门处置员", "city_leader": "市领导", "auditor": "审计员", "sysadmin": "系统管理员",
        "secadmin": "安全管理员", "auditadmin": "审计管理员",
        "wrong_password": "用户名或密码不正确，请重新输入。",
        "locked": "密码错误次数过多，账号已锁定十五分钟，请稍后再试。",
        "no_city": "还没有城市数据，请先运行 python app.py demo 或导入。",
        "database_busy": "系统繁忙，请稍候再试。",
    },
    "en": {
        "page": "Sign in", "name": "Yiping", "claim": "The city on one screen",
        "demo": "DEMO DATA 演示数据", "demo_about": "Demo people: one click signs you in as that person",
        "login": "Name", "password": "Password", "enter": "Sign in", "other": "中文",
        "whole_city": "the whole city", "sees": "Sees {areas}", "and": ", ", "own_account": "Sign in with your account",
        "dispatcher": "Duty dispatcher", "leader": "District leader", "officer": "Grid officer", "wall": "Wall",
        "dispatcher_may": "Accepts, dispatches, calls back and closes cases",
        "leader_may": "Reads the district's figures, cases and units",
        "officer_may": "Reports and handles the community's cases",
        "wall_may": "The hall's big screen: looks, never touches",
        "more": "More roles", "seat": "{name} · {areas}",
        "street": "Subdistrict duty officer", "community": "Community duty officer", "verifier": "Verifier",
        "caller": "Follow-up caller", "handler": "Department handler", "city_leader": "City leader",
        "auditor": "Auditor", "sysadmin": "System administrator", "secadmin": "Security administrator",
        "auditadmin": "Audit administrator",
        "wrong_password": "The name or the password is wrong; please try again.",
        "locked": "Too many wrong passwords: this account is locked for fifteen minutes.",
        "no_city": "There is no city yet. Run python app.py demo, or import one.",
        "database_busy": "The system is busy; please try again shortly.",
    },
}


@dataclass(frozen=True, kw_only=True)
class SignInPage:
    """What the page shows: to whom it speaks, whom it offers, where it leads, what went wrong.

    A language that was chosen here is the person's from then on; one that was only shown is not.
    """

    language: str
    is_language_chosen: bool = False
    wanted: str = "/"
    offers: tuple[Offer, ...] = ()
    fault: str = ""
    login: str = ""
    is_demo_city: bool = False


def safe_next(path: str) -> str:
    """Return the path to go to after signing in: a path on this very server, else "/"."""
    if not path.startswith("/") or path.startswith("//") or "\\" in path:
        return "/"
    if len(path) > LONGEST_NEXT or not path.isprintable():
        return "/"
    return "/" if re.split("[?#]", path)[0] in ("/signin", "/signout", "/language") else path


def language_of(asked: str, settings: Settings, city_language: str) -> str:
    """Return the language to show: what was asked, else the setting's, else the city's."""
    return next((one for one in (asked, settings.language, city_language) if one in LANGUAGES), LANGUAGES[0])


def is_offered(settings: Settings, client: str) -> bool:
    """May demo people be offered to this client? Only in the demo profile, only on this very machine."""
    return settings.is_demo() and client in LOOPBACK


def render(page: SignInPage) -> str:
    """Return the page as HTML; every word that came from outside is escaped."""
    t = WORDS[page.language]
    other = next(one for one in LANGUAGES if one != page.language)
    toggle = f"/signin?language={other}&next={quote(page.wanted, safe='')}"
    first = "".join(_person(page, t, offer) for offer in page.offers if offer.is_first)
    more = "".join(_other(page, t, offer) for offer in page.offers if not offer.is_first)
    fault = f'<p class="fault" role="alert">{html.escape(t[page.fault])}</p>' if page.fault else ""
    badge = f'<p class="demo">{t["demo"]}</p>' if page.is_demo_city else ""
    offered = f"<h2>{t['demo_about']}</h2>{_form(page, first, 'people')}" if first else ""
    offered += f"<h2>{t['more']}</h2>{_form(page, more, 'others')}" if more else ""
    offered = f"<section>{offered}</section>" if offered else ""
    account = _form(page, _account(page, t), "account")
    return (
        f'<!DOCTYPE html><html lang="{page.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{t["page"]} · {t["name"]}</title><link rel="icon" href="/assets/favicon.ico">'
        '<link rel="stylesheet" href="/assets/signin.css"></head><body class="signin"><main>'
        f'<header><div><h1>{t["name"]}</h1><p class="claim">{t["claim"]}</p></div>{badge}'
        f'<a class="language" href="{html.escape(toggle)}" lang="{other}">{t["other"]}</a></header>'
        f'{fault}{offered}<section><h2>{t["own_account"]}</h2>{account}</section></main></body></html>'
    )


def _form(page: SignInPage, inside: str, kind: str) -> str:
    language = f'<input type="hidden" name="language" value="{page.language}">' if page.is_language_chosen else ""
    return (
        f'<form method="post" action="/signin" class="{kind}">'
        f'<input type="hidden" name="next" value="{html.escape(page.wanted)}">{language}{inside}</form>'
    )


def _person(page: SignInPage, t: dict[str, Any], offer: Offer) -> str:
    sees = t["sees"].format(areas=_seen(page, t, offer))
    return _button(offer, t.get(offer.button, offer.button), {
        "who": _name(page, offer), "may": t.get(offer.button + "_may", ""), "sees": sees})


def _other(page: SignInPage, t: dict[str, Any], offer: Offer) -> str:
    seat = t["seat"].format(name=_name(page, offer), areas=_seen(page, t, offer))
    return _button(offer, t.get(offer.title, offer.title), {"who": seat})


def _name(page: SignInPage, offer: Offer) -> str:
    return offer.name if page.language == "zh-CN" else offer.name_en


def _button(offer: Offer, title: str, lines: dict[str, str]) -> str:
    button = html.escape(offer.button)
    said = "".join(f'<span class="{kind}">{html.escape(line)}</span>' for kind, line in lines.items())
    return (f'<button type="submit" name="person" value="{button}" data-person="{button}">'
            f'<strong>{html.escape(title)}</strong>{said}</button>')


def _seen(page: SignInPage, t: dict[str, Any], offer: Offer) -> str:
    """Return in words whose cases the person sees: a department's, or those of areas."""
    names = (offer.department,) if offer.department else offer.areas
    return str(t["and"].join(zh if page.language == "zh-CN" else en or zh for zh, en in names) or t["whole_city"])


def _account(page: SignInPage, t: dict[str, Any]) -> str:
    return (
        f'<label>{t["login"]}<input name="login" autocomplete="username" maxlength="64" required '
        f'value="{html.escape(page.login)}"></label>'
        f'<label>{t["password"]}<input name="password" type="password" autocomplete="current-password" maxlength="200" '
        f'required></label><button type="submit" class="enter">{t["enter"]}</button>'
    )
