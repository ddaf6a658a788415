"""What briefings as HTML are put together from, however they lie on paper: figures, sentences, tables, notes."""

import io

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
    Sentence,
    Table,
)
from dashboard.briefing.rendered import charts
from dashboard.briefing.rendered.markup import Markup, clean, el, join
from dashboard.speech import shared_words

MOST_GAPS = 3
ANCHOR = "means-"
"""What begins the names of places where numbers are explained."""
SHAPES = {"p1": "⬢", "p2": "▲", "p3": "◆", "p4": "●", "late": "⬢", "soon": "◆", "fine": "✓", "done": "◎"}


def missing(brief: Brief) -> Markup | None:
    """Return what is missing or too old, None where nothing is."""
    return el("div", el("b", brief.draft or "▲"), el("ul", *told(brief)),
              class_=f"gaps{' is-stale' if brief.is_draft() else ''}") if brief.gaps else None


def imprint(brief: Brief, *first: str) -> Markup:
    """Return where the data come from, id and who made it after what is said first, and the code that leads to it."""
    words, at = shared_words(brief.language), brief.made_at[:16].replace("T", " ")
    said = (*first, words["brief.snapshot"].format(id=brief.id),
            words["brief.made"].format(name=brief.made_by, time=at))
    return el("footer", el("div", el("span", brief.source), el("span", " · ".join(said)), edited(brief),
                           el("span", words["brief.open_at"], ": ", el("a", brief.link, href=brief.link))),
              code(brief.link))


def edited(brief: Brief) -> Markup | None:
    """Return who edited its sentences and when, None where nobody did."""
    return el("span", brief.edit_note(), class_="edited") if brief.edited else None


def watermark(brief: Brief) -> Markup | None:
    """Return whose copy it is, slanted over all of a page; None where it is nobody's own."""
    said = clean(brief.reader)
    if not said:
        return None
    across = 80 + sum(15 if ord(one) > 0x2E7F else 9 for one in said)
    tile = el("pattern", el("text", said, x="20", y="90"), id="copy", width=str(across), height="150",
              patternUnits="userSpaceOnUse", patternTransform="rotate(-28)")
    return el("svg", el("defs", tile), el("rect", width="100%", height="100%", fill="url(#copy)"), class_="watermark",
              aria_hidden="true")


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
    """Return a number that leads to what it means."""
    return el("b", el("a", one.text, href=f"#{ANCHOR}{one.figure}") if one.figure else one.text,
              data_figure=one.figure)


def sentence(runs: Sentence) -> Markup:
    """Return a sentence; its numbers are emphasised."""
    return join(one if isinstance(one, str) else figure(one) for one in runs)


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


def data_notes(brief: Brief, *, is_anchored: bool = True) -> Markup:
    """Return what the figures mean, where they come from and what is missing; numbers lead to the one that is
    anchored.
    """
    see = shared_words(brief.language)["brief.see_cases"]
    rows = join(el("div", el("dt", one.name, id=f"{ANCHOR}{one.key}" if is_anchored and one.key else ""),
                   el("dd", one.said, join([" ", el("a", see, href=one.cases)]) if one.cases else None))
                for one in brief.definitions)
    versions = " · ".join(f"{key} {value}" for key, value in brief.versions.items())
    every = el("p", " · ".join(gap.said for gap in brief.gaps), class_="note") if brief.gaps else None
    return el("section", join([el("h2", brief.definitions_title), el("dl", rows), every,
                               el("p", f"{brief.source} · {versions}", class_="note")]), class_="full about")


def code(link: str) -> Markup:
    """Return the QR code of an address."""
    out = io.BytesIO()
    segno.make(link, error="m").save(out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=1,
                                     svgclass="qr", lineclass=None)
    return Markup(out.getvalue().decode())
