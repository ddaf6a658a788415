"""A briefing as one HTML text that asks nobody for anything: for a screen, for paper (A4) and for a phone's picture."""

from functools import cache
from pathlib import Path

from dashboard.briefing.content import Brief, Page, Section
from dashboard.briefing.rendered import official
from dashboard.briefing.rendered.markup import Markup, el, join
from dashboard.briefing.rendered.pieces import body, card, data_notes, imprint, legend, missing, sentence, watermark
from dashboard.speech import shared_words

LOOKS = ("screen", "paper", "phone")


def render(brief: Brief, look: str) -> str:
    """Return the whole document. `look` is one of LOOKS."""
    is_official = brief.style == "official"
    pages = [official.article(brief)] if is_official else [
        page(brief, one, place, is_last_word=look == "paper") for place, one in enumerate(brief.pages)]
    rules = (style("briefing"), official.page_rules(brief), style("official")) if is_official else (style("briefing"),)
    head = el("head", el("meta", charset="utf-8"),
              el("meta", name="viewport", content="width=device-width, initial-scale=1"),
              el("meta", name="robots", content="noindex"), el("title", f"{brief.title} · {brief.dated}"),
              el("style", Markup("".join(rules))))
    notes = data_notes(brief) if look != "paper" and not is_official else None
    shown = el("body", join([*pages, notes]), class_=f"is-{look}")
    return f"<!DOCTYPE html>{el('html', head, shown, lang=brief.language)}"


@cache
def style(name: str) -> str:
    """Return one of the style sheets that stand in briefings."""
    return Path(__file__).with_name(f"{name}.css").read_text(encoding="utf-8")


def page(brief: Brief, one: Page, place: int, *, is_last_word: bool) -> Markup:
    """Return one page: the first with title, conclusion and figures, each with its foot.

    On paper nothing follows the pages: numbers lead to what the last of them says of their meaning.
    """
    before = sum(len(other.sections) for other in brief.pages[:place])
    sections = el("div", *(section(brief, each, before + number) for number, each in enumerate(one.sections)),
                  class_="grid")
    top = join([header(brief), opening(brief)]) if place == 0 else el(
        "div", el("span", brief.title), el("span", brief.dated), class_="running")
    last = data_notes(brief, is_anchored=is_last_word) if place == len(brief.pages) - 1 else None
    stamp = el("div", brief.draft, class_="draft") if brief.draft else None
    return el("article", join([
        watermark(brief), stamp, top, sections, el("div", last, class_="on-paper") if last else None,
        footer(brief, place)]), class_=f"page is-{brief.kind}")


def header(brief: Brief) -> Markup:
    """Return marking, title, issue, as-of and office."""
    return el("header", join([
        el("div", el("span", brief.marked()), el("span", brief.demo, class_="demo"), class_="marks"),
        el("h1", brief.title),
        el("div", el("span", brief.issue), el("span", brief.dated), el("span", brief.office), class_="issue")]))


def opening(brief: Brief) -> Markup:
    """Return the conclusion, what must be decided, what is missing, and the figures."""
    decided = el("div", el("b", brief.decisions_title),
                 el("ol", join(el("li", sentence(one)) for one in brief.decisions)),
                 class_="decisions") if brief.decisions else None
    return join([el("p", sentence(brief.conclusion), class_="conclusion"), missing(brief), decided,
                 el("dl", join(card(one) for one in brief.cards), class_="cards")])


def section(brief: Brief, one: Section, number: int) -> Markup:
    """Return a section with its number, title, body and note."""
    ordinals = str(shared_words(brief.language)["brief.ordinals"]).split()
    ordinal = ordinals[number] if number < len(ordinals) else str(number + 1)
    note = el("p", one.body.note, class_="note") if one.body.note else None
    return el("section", join([el("h2", el("i", ordinal), one.body.title), body(one.body), legend(one.body), note]),
              class_=f"{one.width} of-{one.body.block}")


def footer(brief: Brief, place: int) -> Markup:
    """Return id, who made it, page number and the code that leads to it."""
    return imprint(brief, shared_words(brief.language)["brief.printed"].format(page=place + 1, pages=len(brief.pages)))
