"""What a person reads whose page cannot be shown: what happened, what to do now, and the number to quote."""

import html
from zoneinfo import ZoneInfo

from dashboard.refusals import Refusal
from dashboard.speech import LANGUAGES, Words, shared_words

KNOWN = (403, 404, 429)


def render(language: str, refusal: Refusal, *, path: str, request_id: str) -> str:
    """Return the page as HTML; every word that came from outside is escaped. `language` may be "": the first then."""
    t = Words(language=language or LANGUAGES[0], zone=ZoneInfo("UTC"))
    kind = f"s{refusal.status}" if refusal.status in KNOWN else "broken" if refusal.status >= 500 else "refused"
    wanted = permissions(t, str(refusal.values.get("permission", "")))
    about = t(f"refused.{kind}_about", permission=wanted, seconds=str(refusal.values.get("seconds", "")))
    theme = "dark" if path.startswith("/wall/") else "light"
    return (
        f'<!DOCTYPE html><html lang="{t.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{t(f"refused.{kind}")} · {t("app.name")}</title><link rel="icon" href="/assets/favicon.ico">'
        '<link rel="stylesheet" href="/assets/tokens.css"><link rel="stylesheet" href="/assets/refused.css"></head>'
        f'<body class="refused-page" data-theme="{theme}"><main><b>{t("app.name")}</b><h1>{t(f"refused.{kind}")}</h1>'
        f'<p>{html.escape(about)}</p><p class="refused-what">{html.escape(path[:200])} · {refusal.status}</p>'
        f'<a href="/">{t("refused.home")}</a>'
        f'<small>{t("refused.request", id=request_id)}</small></main></body></html>'
    )


def permissions(t: Words, codes: str) -> str:
    """Return what permissions are called that are named as "one or another"; an unknown one by its code."""
    known = shared_words(t.language)
    return t("refused.or").join(str(known.get(f"permissions.{code}", code)) for code in codes.split(" or "))
