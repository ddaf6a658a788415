"""Two briefings compared as one HTML text: each number as its own briefing says it, and by how much it is another."""

from collections.abc import Iterable

from dashboard.briefing.comparing import Compared, Line
from dashboard.briefing.content import Brief, Number
from dashboard.briefing.rendered.html import style
from dashboard.briefing.rendered.markup import Markup, el, join
from dashboard.briefing.rendered.pieces import figure, sentence
from dashboard.speech import Words, arrow


def render(found: Compared, t: Words) -> str:
    """Return the document."""
    title = t("compared.title", title=found.newer.title)
    head = el("head", el("meta", charset="utf-8"),
              el("meta", name="viewport", content="width=device-width, initial-scale=1"),
              el("meta", name="robots", content="noindex"), el("title", title), el("style", Markup(style("briefing"))))
    page = el("article", join([
        el("header", join([marks(found), el("h1", title), el("div", *(origin(one) for one in both(found)),
                                                             class_="issue")])),
        warning(found, t), el("div", join([
            section(table(t, t("compared.figure"), found.figures, found)),
            *(section(el("h2", one.after), el("p", t("compared.before_title", title=one.before), class_="note"),
                      table(t, one.unit, one.lines, found)) for one in found.rankings),
            section(el("h2", t("compared.conclusions")), *(el("p", origin(one), ": ", sentence(one.conclusion))
                                                           for one in both(found))), gaps(found, t)]),
            class_="grid")]), class_="page")
    return f"<!DOCTYPE html>{el('html', head, el('body', page, class_='is-screen'), lang=found.newer.language)}"


def section(*inside: Markup) -> Markup:
    """Return a part of the page over its whole width."""
    return el("section", *inside, class_="full")


def both(found: Compared) -> tuple[Brief, Brief]:
    """Return the older and the newer one."""
    return found.older, found.newer


def marks(found: Compared) -> Markup:
    """Return who may read it, and whether either shows a city that is not real."""
    demo = found.newer.demo or found.older.demo
    return el("div", el("span", found.newer.marking), el("span", demo, class_="demo") if demo else None, class_="marks")


def origin(one: Brief) -> Markup:
    """Return which one it is, with the link that opens it, and whether it is a draft."""
    return el("span", join([el("a", one.id, href=f"/brief/{one.id}"), f" · {one.area_name} · {one.dated}",
                            el("b", f" · {one.draft}") if one.draft else None,
                            f" · {one.edited}" if one.edited else None]))


def warning(found: Compared, t: Words) -> Markup | None:
    """Return what should keep a reader from comparing: other areas, other meanings, data that lack."""
    said = [t("compared.redefined", names=t("compared.and").join(found.redefined))] if found.redefined else []
    if found.older.area != found.newer.area:
        said.append(t("compared.areas", before=found.older.area_name, after=found.newer.area_name))
    said += [t("compared.draft", id=one.id) for one in both(found) if one.is_draft()]
    return el("div", el("b", "\u25b2"), el("ul", *(el("li", one) for one in said)),
              class_="gaps is-stale") if said else None


def table(t: Words, first: str, lines: Iterable[Line], found: Compared) -> Markup:
    """Return figures beside each other with their difference."""
    head = (first, found.older.dated, found.newer.dated, t("compared.difference"))
    rows = [el("tr", el("th", one.name, scope="row"), el("td", number(t, one.before, one.unit), class_="n"),
               el("td", number(t, one.after, one.unit), class_="n"), el("td", difference(t, one), class_="n"))
            for one in lines]
    return el("table", el("thead", el("tr", *(el("th", one, scope="col", class_="" if place == 0 else "n")
                                              for place, one in enumerate(head)))), el("tbody", *rows))


def number(t: Words, one: Number | None, unit: str) -> Markup | str:
    """Return a number as its briefing says it, or that it says none."""
    if one is None:
        return t("compared.unsaid")
    return join([figure(one), f" {unit}" if unit and one.value is not None else None])


def difference(t: Words, one: Line) -> str:
    """Return by how much it is another, with its direction as a sign."""
    by = one.difference()
    if by is None:
        return t("compared.unknown")
    return t("compared.same") if by == 0 else f"{arrow(by)} {t.number(abs(by)) if by.is_integer() else abs(by)}"


def gaps(found: Compared, t: Words) -> Markup | None:
    """Return what either lacked."""
    told = [el("li", f"{one.id}: {gap.said}") for one in both(found) for gap in one.gaps]
    return section(el("h2", t("compared.gaps")), el("ul", *told, class_="lines")) if told else None
