"""The page of a wall that nobody has let in yet: six digits to be read from the hall, and no form."""

import html
from urllib.parse import quote

WORDS = {
    "zh-CN": {"page": "大屏配对", "title": "请在坐席配对这面大屏", "how": "坐席打开「大屏管理」页，输入下面六位数字",
              "wait": "正在取号…", "left": "{minutes} 分钟内有效，过期自动换号", "lost": "服务器没有应答，正在重试…",
              "sign_in": "改用账号登录"},
    "en": {"page": "Pair this wall", "title": "Let this wall in from a desk",
           "how": "At a desk open the page Pairing and type these six digits", "wait": "Asking for a code…",
           "left": "valid for {minutes} min, then another one", "lost": "The server does not answer; trying again…",
           "sign_in": "Sign in with an account instead"},
}


def render(language: str, wanted: str) -> str:
    """Return the page as HTML; assets/pair.js fills `data-pair` and leads to `wanted` once the wall was let in."""
    t = WORDS[language]
    said = "".join(f' data-{key}="{html.escape(t[key])}"' for key in ("title", "how", "wait", "left", "lost"))
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{t["page"]}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="/assets/favicon.ico">'
        '<link rel="stylesheet" href="/assets/tokens.css"><link rel="stylesheet" href="/assets/pair.css"></head>'
        f'<body class="pair-page" data-theme="dark"><main data-pair data-next="{html.escape(wanted)}"{said}></main>'
        f'<a class="pair-other" href="/signin?next={quote(wanted, safe="")}">{t["sign_in"]}</a>'
        '<script src="/assets/pair.js"></script></body></html>'
    )
