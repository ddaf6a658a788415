"""What a reader sees who comes by a link: the briefing's name, until when, its files; or that the link has ended."""

from zoneinfo import ZoneInfo

from dashboard.briefing.content import Brief
from dashboard.briefing.rendered.markup import Markup, el, join
from dashboard.speech import LANGUAGES, Words
from data.models.briefing import BriefLink

PATH = "/brief-link"


def address_of(token: str) -> str:
    """Return the path under which a link is opened."""
    return f"{PATH}/{token}"


def copy_for(brief: Brief, link: BriefLink) -> Brief:
    """Return a reader's own copy: the same content, with whose it is on each page."""
    said = Words(language=brief.language, zone=ZoneInfo("UTC"))("brief_link.copy", reader=link.reader, link=link.id)
    return brief.model_copy(update={"reader": said})


def render(brief: Brief, link: BriefLink, token: str, zone: ZoneInfo) -> str:
    """Return the page, in the briefing's language."""
    t = Words(language=brief.language, zone=zone)
    files = [el("a", t(f"briefs.{name}"), href=f"{address_of(token)}/{name}", data_brief_file=name)
             for name in link.formats]
    return _page(brief.language, brief.title, [
        el("p", f"{brief.marking} · {brief.dated}"),
        el("p", t("brief_link.reader", reader=link.reader, until=t.moment(link.expires_at))),
        el("nav", join(files), class_="link-files"),
        el("small", t("brief_link.about"))])


def ended(code: str) -> str:
    """Return why a link leads nowhere, in both languages: nobody knows which of them the reader speaks."""
    said = []
    for language in LANGUAGES:
        t = _words(language)
        said += [el("h1", t("brief_link.ended"), lang=language),
                 el("p", f"{t(f'errors.{code}')} {t('brief_link.ask')}", lang=language)]
    return _page(LANGUAGES[0], "", said)


def _words(language: str) -> Words:
    return Words(language=language, zone=ZoneInfo("UTC"))


def _page(language: str, title: str, inside: list[Markup]) -> str:
    t = _words(language)
    head = el("head", el("meta", charset="utf-8"),
              el("meta", name="viewport", content="width=device-width, initial-scale=1"),
              el("meta", name="robots", content="noindex"),
              el("title", f"{title or t('brief_link.ended')} · {t('app.name')}"),
              el("link", rel="stylesheet", href="/assets/tokens.css"),
              el("link", rel="stylesheet", href="/assets/refused.css"))
    body = el("body", el("main", join([el("b", t("app.name")), el("h1", title) if title else None, *inside])),
              class_="refused-page", data_theme="light")
    return f"<!DOCTYPE html>{el('html', head, body, lang=language)}"
