"""A briefing as one HTML text that asks nobody for anything: for a screen, for paper (A4) and for a phone's picture."""

import io
from functools import cache
from pathlib import Path

import segno

from dashboard.briefing.content import (
    Bars,
    Block,
    Brief,
    Card,
    Cell,
    Columns,
    Curve,
    Lines,
    Map,
    Mark,
    Number,
    Page,
    Section,
    Sentence,
    Table,
)
from dashboard.briefing.rendered import charts
from dashboard.briefing.rendered.markup import Markup, el, join
from dashboard.speech import shared_words

LOOKS = ("screen", "paper", "phone")
MOST_GAPS = 3
SHAPES = {"p1": "⬢", "p2": "▲", "p3": "◆", "p4": "●", "late": "⬢", "soon": "◆", "fine": "✓", "done": "◎"}


def render(brief: Brief, look: str) -> str:
    """Return the whole document. `look` is one of LOOKS."""
    pages = [page(brief, one, place) for place, one in enumerate(brief.pages)]
    head = el("head", el("meta", charset="utf-8"),
              el("meta", name="viewport", content="width=device-width, initial-scale=1"),
              el("meta", name="robots", content="noindex"), el("title", f"{brief.title} · {brief.dated}"),
              el("style", Markup(style())))
    body = el("body", join([*pages, data_notes(brief) if look != "paper" else None]), class_=f"is-{look}")
    return f"<!DOCTYPE html>{el('html', head, body, lang=brief.language)}"


@cache
def style() -> str:
    """Return the style sheet that stands in every briefing."""
    return Path(__file__).with_name("briefing.css").read_text(encoding="utf-8")


def page(brief: Brief, one: Page, place: int) -> Markup:
    """Return one page: the first with title, conclusion and figures, each with its foot."""
    before = sum(len(other.sections) for other in brief.pages[:place])
    sections = el("div", *(section(brief, each, before + number) for number, each in enumerate(one.sections)),
                  class_="grid")
    top = join([header(brief), opening(brief)]) if place == 0 else el(
        "div", el("span", brief.title), el("span", brief.dated), class_="running")
    last = data_notes(brief) if place == len(brief.pages) - 1 else None
    stamp = el("div", brief.draft, class_="draft") if brief.draft else None
    return el("article", join([stamp, top, sections, el("div", last, class_="on-paper") if last else None,
                               footer(brief, place)]), class_="page")


def header(brief: Brief) -> Markup:
    """Return marking, title, issue, as-of and office."""
    return el("header", join([
        el("div", el("span", brief.marking), el("span", brief.demo, class_="demo"), class_="marks"),
        el("h1", brief.title),
        el("div", el("span", brief.issue), el("span", brief.dated), el("span", brief.office), class_="issue")]))


def opening(brief: Brief) -> Markup:
    """Return the conclusion, what must be decided, what is missing, and the figures."""
    decided = el("div", el("b", brief.decisions_title),
                 el("ol", join(el("li", sentence(one)) for one in brief.decisions)),
                 class_="decisions") if brief.decisions else None
    missing = el("div", el("b", brief.draft or "▲"), el("ul", *told(brief)),
                 class_=f"gaps{' is-stale' if brief.is_draft() else ''}") if brief.gaps else None
    return join([el("p", sentence(brief.conclusion), class_="conclusion"), missing, decided,
                 el("dl", join(card(one) for one in brief.cards), class_="cards")])


def told(brief: Brief) -> list[Markup]:
    """Return the first gaps, and how many more there are."""
    words, rest = shared_words(brief.language), len(brief.gaps) - MOST_GAPS
    more = [el("li", words["brief.more_gaps"].format(n=rest))] if rest > 0 else []
    return [*(el("li", gap.said) for gap in brief.gaps[:MOST_GAPS]), *more]


def card(one: Card) -> Markup:
    """Return one figure."""
    return el("div", join([
        el("dt", one.label), el("dd", figure(one.number), el("small", one.unit), class_="value"),
        *(el("dd", remark, class_="remark") for remark in one.remarks if remark)]), class_=f"card {one.tone}".strip())


def figure(one: Number) -> Markup:
    """Return a number with the figure it is."""
    return el("b", one.text, data_figure=one.figure)


def sentence(runs: Sentence) -> Markup:
    """Return a sentence; its numbers are emphasised."""
    return join(one if isinstance(one, str) else figure(one) for one in runs)


def section(brief: Brief, one: Section, number: int) -> Markup:
    """Return a section with its number, title, body and note."""
    ordinals = str(shared_words(brief.language)["brief.ordinals"]).split()
    ordinal = ordinals[number] if number < len(ordinals) else str(number + 1)
    note = el("p", one.body.note, class_="note") if one.body.note else None
    return el("section", join([el("h2", el("i", ordinal), one.body.title), body(one.body), legend(one.body), note]),
              class_=f"{one.width} of-{one.body.block}")


def body(block: Block) -> Markup:
    """Return what a block shows."""
    match block:
        case Curve():
            return charts.curve(block)
        case Columns():
            return charts.columns(block)
        case Bars():
            return charts.bars(block)
        case Map():
            return charts.choropleth(block)
        case Table():
            return table(block)
        case Lines():
            return el("ul", join(el("li", sentence(one)) for one in block.lines), class_="lines")


def legend(block: Block) -> Markup | None:
    """Return what the strokes, fills and steps of a chart mean."""
    if isinstance(block, Curve):
        names = [name for name, _ in block.series]
        keys = [el("span", el("i", "", class_="key is-last"), names[-1]),
                *(el("span", el("i", "", class_="key"), name) for name in names[:-1])]
        band = [el("span", el("i", "", class_="key is-band"), block.band_name)] if block.band else []
        return el("p", join([*keys, *band, el("span", block.unit)]), class_="legend")
    if isinstance(block, Columns) and len(block.series) > 1:
        looks = [f"is-part-{place}" if block.is_stacked else "is-first" if place < len(block.series) - 1 else "is-own"
                 for place in range(len(block.series))]
        return el("p", join([*(el("span", el("i", "", class_=f"key {look}"), name) for look, (name, _) in zip(
            looks, block.series, strict=True)), el("span", block.unit)]), class_="legend")
    if isinstance(block, Map):
        return el("div", join([*(el("span", el("i", "", class_=f"is-step-{place}"), step)
                                 for place, step in enumerate(block.steps)),
                               el("small", f"{block.unit} · {block.approval}")]), class_="steps")
    return None


def table(block: Table) -> Markup:
    """Return a table; what has numbers alone stands to the right."""
    if not block.rows:
        return el("p", block.empty, class_="nothing")
    numeric = [all(isinstance(row[place], Number) for row in block.rows) for place in range(len(block.head))]
    looks = ["n" if numeric[place] else "wide" if place == block.wide else "" for place in range(len(block.head))]
    return el("table", el("thead", el("tr", join(el("th", said, scope="col", class_=look)
                                                 for said, look in zip(block.head, looks, strict=True)))),
              el("tbody", join(el("tr", join(el("td", cell(one), class_=look)
                                             for one, look in zip(row, looks, strict=True))) for row in block.rows)))


def cell(one: Cell) -> Markup | str:
    """Return what stands in a cell: a mark has shape, word and colour."""
    if isinstance(one, Mark):
        return el("span", el("i", SHAPES.get(one.mark, "●"), aria_hidden="true"), one.text, class_=f"mark {one.mark}")
    return el("span", one.text, data_figure=one.figure) if isinstance(one, Number) else one


def data_notes(brief: Brief) -> Markup:
    """Return what the figures mean, where they come from and what is missing."""
    rows = join(el("div", el("dt", one.name), el("dd", one.said)) for one in brief.definitions)
    versions = " · ".join(f"{key} {value}" for key, value in brief.versions.items())
    every = el("p", " · ".join(gap.said for gap in brief.gaps), class_="note") if brief.gaps else None
    return el("section", join([el("h2", brief.definitions_title), el("dl", rows), every,
                               el("p", f"{brief.source} · {versions}", class_="note")]), class_="full about")


def footer(brief: Brief, place: int) -> Markup:
    """Return id, who made it, page number and the code that leads to it."""
    words = shared_words(brief.language)
    at = brief.made_at[:16].replace("T", " ")
    said = (words["brief.printed"].format(page=place + 1, pages=len(brief.pages)),
            words["brief.snapshot"].format(id=brief.id), words["brief.made"].format(name=brief.made_by, time=at))
    lines = el("div", el("span", brief.source), el("span", " · ".join(said)),
               el("span", words["brief.open_at"], ": ", el("a", brief.link, href=brief.link)))
    return el("footer", lines, code(brief.link))


def code(link: str) -> Markup:
    """Return the QR code of an address."""
    out = io.BytesIO()
    segno.make(link, error="m").save(out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=1,
                                     svgclass="qr", lineclass=None)
    return Markup(out.getvalue().decode())
