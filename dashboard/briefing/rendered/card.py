"""A briefing as one picture of 1920 by 1080, to be read from afar: conclusion, figures, map, what must be decided."""

from functools import cache
from pathlib import Path

from dashboard.briefing.content import Brief, Card, Map, read
from dashboard.briefing.rendered import charts, html
from dashboard.briefing.rendered.markup import Markup, clean, el, join
from dashboard.briefing.rendered.pieces import card, code, edited, legend, sentence, watermark

FIGURES, MOST_DECISIONS, MOST_PRESSING = 3, 2, 3
STEPS = ((72, "is-short"), (95, "is-middle"), (200, "is-long"))
"""How broad a conclusion is, in ideographs and halves of them, and how large it is then written."""


def render(brief: Brief) -> str:
    """Return the document."""
    head = el("head", el("meta", charset="utf-8"), el("title", brief.title), el("style", Markup(style())))
    left = join([el("h1", brief.title), el("p", f"{brief.issue} · {brief.dated}", class_="when"),
                 el("p", sentence(brief.conclusion), class_=f"conclusion {size_of(read(brief.conclusion))}"),
                 el("dl", join(card(one) for one in chosen(brief.cards)), class_="cards")])
    marks = el("div", join([el("span", brief.marked()), el("span", brief.demo, class_="demo") if brief.demo else None,
                            el("b", brief.draft, class_="stamp") if brief.draft else None]), class_="marks")
    right = join([map_of(brief), pressing(brief)])
    body = el("body", marks, el("main", el("section", left), el("section", right) if right else None), foot(brief),
              watermark(brief), class_="is-card")
    return f"<!DOCTYPE html>{el('html', head, body, lang=brief.language)}"


@cache
def style() -> str:
    """Return the style sheet: that of all briefings, and what is other here."""
    return html.style("briefing") + Path(__file__).with_name("card.css").read_text(encoding="utf-8")


def size_of(said: str) -> str:
    """Return how large a conclusion is written."""
    broad = sum(2 if ord(one) > 0x2E7F else 1 for one in clean(said)) / 2
    return next((name for most, name in STEPS if broad <= most), "is-longest")


def chosen(cards: tuple[Card, ...]) -> list[Card]:
    """Return the first figure, then those that somebody is needed for, then the others, three at most."""
    return [*cards[:1], *sorted(cards[1:], key=lambda one: one.tone != "bad")][:FIGURES]


def map_of(brief: Brief) -> Markup | None:
    """Return the first map with its title, its steps and its number of approval."""
    block = next((one.body for one in brief.sections() if isinstance(one.body, Map) and one.body.shapes), None)
    return None if block is None else el("div", join([
        el("h2", block.title), charts.choropleth(block), legend(block)]), class_="of-map")


def pressing(brief: Brief) -> Markup | None:
    """Return what must be decided, and what the figures lack; None where nothing is."""
    decided = [el("li", sentence(one)) for one in brief.decisions[:MOST_DECISIONS]]
    rows = [*decided, *(el("li", f"▲ {gap.said}") for gap in brief.gaps[:MOST_PRESSING - len(decided)])]
    return el("div", el("b", brief.decisions_title) if decided else None, el("ul", join(rows)),
              class_="pressing") if rows else None


def foot(brief: Brief) -> Markup:
    """Return where the data come from, the snapshot and the code that leads to it."""
    return el("footer", el("div", el("span", brief.source), el("span", f"{brief.office} · {brief.id}"), edited(brief)),
              code(clean(brief.link) or brief.id))
