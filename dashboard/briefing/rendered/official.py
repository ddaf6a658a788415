"""An official text (公文) with the measures of GB/T 9704-2012: A4, margins of 37, 35, 28 and 26 mm, 16 pt, 22 lines of
28 characters, numbered chapters, page numbers between dashes outside on the left or the right.

The standard's typefaces are sold; free ones of the same kind stand in where they are not there (official.css).
"""

import base64
import io
import json

import segno

from dashboard.briefing.content import Brief, Lines, Page, Section
from dashboard.briefing.rendered.markup import Markup, clean, el, join
from dashboard.briefing.rendered.pieces import body, card, data_notes, imprint, legend, missing, sentence, watermark
from dashboard.speech import shared_words

SEAL_MM = 12


def article(brief: Brief) -> Markup:
    """Return the whole text: head, summary, chapters, who signs, notes, and how to come back to the data."""
    chapters = [chapter(brief, one, place) for place, one in enumerate(brief.pages)]
    signed = el("p", el("span", brief.office), el("span", brief.dated), class_="signed")
    stamp = el("div", brief.draft, class_="draft") if brief.draft else None
    return el("article", join([
        watermark(brief), stamp, head(brief), summary(brief), *chapters, signed, data_notes(brief), imprint(brief)]),
        class_="page official")


def head(brief: Brief) -> Markup:
    """Return marking, whose text it is, number and day, title, to whom it goes."""
    return el("header", join([
        el("div", el("span", brief.marked()), el("span", brief.demo, class_="demo"), class_="marks"),
        el("p", brief.office, class_="agency"),
        el("div", el("span", brief.issue), el("span", brief.dated), class_="issue"),
        el("h1", brief.title), el("p", brief.addressed, class_="addressed") if brief.addressed else None]))


def summary(brief: Brief) -> Markup:
    """Return the conclusion, three numbers, what must be decided and what is missing."""
    words = shared_words(brief.language)
    between = words["brief.semicolon"]
    decided = el("p", el("b", brief.decisions_title, words["brief.colon"]), join(
        part for place, one in enumerate(brief.decisions) for part in (between if place else None, sentence(one))),
        words["brief.stop"], class_="text") if brief.decisions else None
    return join([el("p", sentence(brief.conclusion), class_="text"),
                 el("dl", join(card(one) for one in brief.cards), class_="cards"), decided, missing(brief)])


def chapter(brief: Brief, one: Page, place: int) -> Markup:
    """Return a numbered chapter: sentences as a text, everything else under its finding."""
    words = shared_words(brief.language)
    ordinal = str(words["brief.ordinals"]).split()[place]
    return join([el("h2", words["brief.chapter"].format(n=ordinal, title=one.title)),
                 *(section(each, words["brief.stop_then"]) for each in one.sections)])


def section(one: Section, stop: str) -> Markup:
    """Return one finding with what shows it; sentences end in a stop."""
    if isinstance(one.body, Lines):
        return el("p", join(part for line in one.body.lines for part in (sentence(line), stop)), class_="text")
    note = el("p", one.body.note, class_="note") if one.body.note else None
    return el("section", join([el("h3", one.body.title), body(one.body), legend(one.body), note]),
              class_=f"full of-{one.body.block}")


def page_rules(brief: Brief) -> str:
    """Return what stands outside of each page's text: whether it is real or whole, of which data it is, its number."""
    words = shared_words(brief.language)
    above = " · ".join(one for one in (brief.demo, brief.draft) if one)
    named = words["brief.snapshot"].format(id=brief.id)
    number = '"— " counter(page) " —"'
    small = "font: 9pt sans-serif; font-variant-ligatures: none; color: #5B6B7B"
    return (f"@page {{ size: A4; margin: 37mm 26mm 35mm 28mm;"
            f" @top-left {{ content: {_css(above)}; {small} }} @top-right {{ content: {_css(named)}; {small} }} }}"
            f" @page {{ @bottom-center {{ content: url('data:image/svg+xml;base64,{_seal(brief.link)}') }} }}"
            f" @page :right {{ @bottom-right {{ content: {number}; font: 14pt serif }} }}"
            f" @page :left {{ @bottom-left {{ content: {number}; font: 14pt serif }} }}")


def _seal(link: str) -> str:
    """Return the QR code of an address as a picture of 12 mm, in base 64."""
    out, made = io.BytesIO(), segno.make(clean(link), error="m")
    made.save(out, kind="svg", scale=round(SEAL_MM / made.symbol_size(border=0)[0], 4), unit="mm", border=0)
    return base64.b64encode(out.getvalue()).decode()


def _css(said: str) -> str:
    """Return a text as a string of a style sheet that also cannot end the element it stands in."""
    return json.dumps(clean(said), ensure_ascii=False).replace("<", "\\3c ")
