"""The forms a briefing can be had in: all of them made from the same frozen content."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from dashboard.briefing.content import Brief
from dashboard.briefing.rendered import card, csv_files, html
from dashboard.briefing.rendered.paper import Draws
from data.errors import Invalid


@dataclass(frozen=True, kw_only=True)
class Format:
    """One form: the ending of its files, what it is called on the web, and how it is made."""

    name: str
    media_type: str
    make: Callable[[Brief, Draws], bytes]
    is_drawn: bool = False
    """Does it need the browser? Then it takes seconds, and one is made at a time."""
    ending: str = ""
    """Of its files, where that is not its name."""


def _slides(brief: Brief, _drawer: Draws) -> bytes:
    """Return the slides; the library behind them is loaded by who asks for some."""
    from dashboard.briefing.rendered import slides

    return slides.render(brief)


def _document(brief: Brief, _drawer: Draws) -> bytes:
    """Return the document, likewise."""
    from dashboard.briefing.rendered import word

    return word.render(brief)


def _book(brief: Brief, _drawer: Draws) -> bytes:
    """Return the workbook, likewise."""
    from dashboard.briefing.rendered import book

    return book.render(brief)


def _geo(brief: Brief, _drawer: Draws) -> bytes:
    """Return the maps' areas, likewise."""
    from dashboard.briefing.rendered import geo

    return geo.render(brief)


FORMATS = {one.name: one for one in (
    Format(name="pdf", media_type="application/pdf", is_drawn=True,
           make=lambda brief, drawer: drawer.pdf(html.render(brief, "paper"))),
    Format(name="pptx", make=_slides,
           media_type="application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    Format(name="png", media_type="image/png", is_drawn=True,
           make=lambda brief, drawer: drawer.png(html.render(brief, "phone"))),
    Format(name="card", media_type="image/png", is_drawn=True, ending="card.png",
           make=lambda brief, drawer: drawer.card(card.render(brief))),
    Format(name="html", media_type="text/html; charset=utf-8",
           make=lambda brief, _drawer: html.render(brief, "screen").encode()),
    Format(name="docx", make=_document,
           media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    Format(name="xlsx", make=_book,
           media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    Format(name="csv", media_type="application/zip", ending="csv.zip",
           make=lambda brief, _drawer: csv_files.render(brief)),
    Format(name="geojson", media_type="application/geo+json", make=_geo),
    Format(name="json", media_type="application/json", make=lambda brief, _drawer: brief.pack()),
)}
OFFERED = ("pdf", "pptx", "png", "card", "html", "docx", "xlsx", "csv", "geojson")
"""What people are offered; json is for programs."""


def find(name: str) -> Format:
    """Return a form by name. Raises Invalid("format_unknown")."""
    if name not in FORMATS:
        raise Invalid("format_unknown", name=name[:20], known=", ".join(OFFERED))
    return FORMATS[name]


def file_name(brief: Brief, name: str) -> str:
    """Return what a file of it is called: signs of ASCII alone, and unlike any other briefing's."""
    demo = "-DEMO" if brief.demo else ""
    draft = "-draft" if brief.draft else ""
    wide = "-wide" if brief.circle else ""
    return f"{_stem(brief)}{wide}{demo}{draft}.{find(name).ending or name}"


def disposition(brief: Brief, name: str) -> str:
    """Return the header that offers it as a file (RFC 6266): by its title, and in ASCII for who cannot read that."""
    title = "".join(sign if sign.isalnum() or sign in "-_" else " " for sign in f"{brief.title} {brief.id}")
    readable = quote(" ".join(title.split()) + file_name(brief, name).removeprefix(_stem(brief)), safe="")
    return f"attachment; filename=\"{file_name(brief, name)}\"; filename*=UTF-8''{readable}"


def _stem(brief: Brief) -> str:
    return re.sub(r"[^A-Za-z0-9-]", "_", f"{brief.kind}-{brief.area}-{brief.id}")
