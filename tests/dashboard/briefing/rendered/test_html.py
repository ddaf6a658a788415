"""A briefing's page: every number to the digit, nothing asked of anybody, nothing of a case's text taken for markup."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from dashboard.briefing.content import Brief, Definition, Gap, Lines, Mark, Number, Page, Section, Table
from dashboard.briefing.kind import discover
from dashboard.briefing.rendered import html
from tests import cast

HOSTILE = ("<script>alert(1)</script>", "\"><img src=http://127.0.0.1:1/x onerror=alert(1)>", "=HYPERLINK(\"http://x\")",
           "a\x00b\x07c", "\ud800 half", "‮right to left", "👨‍👩‍👧 🚒", "]]></svg>", "very" * 400)
ASKING = {"script", "img", "iframe", "object", "embed", "link", "base", "form"}


class Reader(HTMLParser):
    """Gathers tags, attributes and what a person reads."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_data(self, data):
        if self._inside not in ("style",):
            self.said.append(data)


def page_of(brief: Brief, look: str = "screen") -> Reader:
    """Return what a browser would find in the page."""
    reader = Reader()
    reader.feed(html.render(brief, look))
    return reader


def every_number(brief: Brief) -> list[str]:
    """Return how each number of a briefing reads, wherever it stands."""
    def found(part):
        if isinstance(part, Number):
            yield part.text
        elif isinstance(part, tuple | list):
            for one in part:
                yield from found(one)
        elif hasattr(part, "model_fields_set"):
            for name in type(part).model_fields:
                yield from found(getattr(part, name))

    return list(found(brief))


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize("kind", ["daily", "weekly"])
@pytest.mark.parametrize("look", html.LOOKS)
def test_every_number_stands_in_it_to_the_digit(made, kind, look):
    brief = made(kind)
    said = " ".join(page_of(brief, look).said)
    assert [one for one in every_number(brief) if one not in said] == []


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize("look", html.LOOKS)
def test_it_asks_nobody_for_anything(made, look):
    brief, text = made("weekly"), html.render(made("weekly"), look)
    reader = page_of(brief, look)
    assert not {tag for tag, _ in reader.tags} & ASKING
    assert not any(name.startswith("on") or name in ("src", "srcset", "xlink:href")
                   for _, said in reader.tags for name in said)
    known = {brief.link, *(one.cases for one in brief.definitions)}
    assert brief.link in {said["href"] for tag, said in reader.tags if "href" in said} - {""} <= known | {
        f"#means-{one.key}" for one in brief.definitions}
    assert "@import" not in text
    assert re.findall(r"url\(([^)]*)\)", text) == re.findall(r"url\((#\w+)\)", text)


@pytest.mark.usefixtures("cases")
def test_what_a_case_says_is_text_and_nothing_else(made):
    rows = tuple((Mark(text=said[:20], mark="p1"), said, Number(text=said, value=1.0)) for said in HOSTILE)
    hostile = Page(sections=(
        Section(body=Table(title=HOSTILE[0], head=HOSTILE[:3], rows=rows, wide=1)),
        Section(body=Lines(title=HOSTILE[1], lines=((HOSTILE[2], Number(text=HOSTILE[0])),)))))
    plain = made("daily")
    brief = plain.model_copy(update={"pages": (hostile,), "title": HOSTILE[0], "made_by": HOSTILE[1],
                                     "gaps": (Gap(said=HOSTILE[0]),), "conclusion": (HOSTILE[0],)})
    for look in html.LOOKS:
        reader = page_of(brief, look)
        assert "script" not in {tag for tag, _ in reader.tags}
        assert "img" not in {tag for tag, _ in reader.tags}
        assert HOSTILE[0] in "".join(reader.said)
        html.render(brief, look).encode("utf-8")
        assert "\x00" not in html.render(brief, look)


@pytest.mark.usefixtures("cases")
def test_a_draft_is_stamped_on_every_page(made):
    gaps = (Gap(said="热线无来件", is_stale=True),)
    brief = made("daily").model_copy(update={"draft": "草稿 · 数据不完整", "gaps": gaps})
    text = html.render(brief, "paper")
    assert text.count('class="draft"') == len(brief.pages)
    assert "热线无来件" in text
    assert 'class="draft"' not in html.render(made("daily"), "paper")


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize(("language", "page"), [("zh-CN", "第 2 页 共 2 页"), ("en", "Page 2 of 2")])
def test_each_page_says_what_it_is_of(made, language, page):
    brief = made("daily", language=language)
    text = html.render(brief, "paper")
    assert f'<html lang="{language}">' in text
    assert page in text
    assert text.count(brief.id) >= len(brief.pages)
    assert text.count("<svg") >= 2 + len(brief.pages)


def test_many_gaps_are_counted_on_top_and_told_below(made):
    gaps = tuple(Gap(said=f"来源 {number} 无来件", is_stale=True) for number in range(9))
    text = html.render(made("daily").model_copy(update={"gaps": gaps, "draft": "草稿"}), "screen")
    assert "另有 6 项" in text
    assert "来源 8 无来件" in text


def test_no_two_letters_are_drawn_as_one_sign_so_that_an_id_is_found_in_a_document():
    assert "font-variant-ligatures: none" in html.style("briefing")


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize("kind", sorted(discover()))
@pytest.mark.parametrize("look", ["screen", "paper"])
def test_every_number_of_a_sentence_or_a_figure_leads_to_what_it_means(made, kind, look):
    brief = made(kind)
    lines = [line for one in brief.sections() if isinstance(one.body, Lines) for line in one.body.lines]
    numbers = [one for line in (brief.conclusion, *brief.decisions, *lines) for one in line if isinstance(one, Number)]
    numbers += [card.number for card in brief.cards]
    tags = page_of(brief, look).tags
    places = [found["id"] for _, found in tags if (found.get("id") or "").startswith("means-")]
    leading = [found["href"] for name, found in tags if name == "a" and (found.get("href") or "").startswith("#")]
    assert numbers
    assert sorted(leading) == sorted(f"#means-{one.figure}" for one in numbers)
    assert len(places) == len(set(places))
    assert {one[1:] for one in leading} == set(places)


@pytest.mark.usefixtures("cases")
def test_a_meaning_leads_to_the_screen_that_lists_the_cases(made):
    def lists(brief):
        return {one.key: one.cases for one in brief.definitions if one.cases}

    assert lists(made("daily"))["overdue_now"] == "https://city.example/desk/overview?area=9901&st=overdue"
    assert lists(made("special", topic="0101"))["received"] == "https://city.example/desk/overview?area=9901&range=7d&cat=0101"
    then = made("daily", now=cast.NOW + timedelta(hours=1), at=cast.NOW)
    assert lists(then)["open_now"].endswith("&st=open&t=2026-03-18T02%3A00%3A00%2B00%3A00")
    hrefs = [found.get("href") for name, found in page_of(made("daily")).tags if name == "a"]
    assert "https://city.example/desk/overview?area=9901&st=overdue" in hrefs


def test_a_definition_without_a_list_is_kept_as_it_always_was():
    assert Definition(name="a", said="b").model_dump() == {"name": "a", "said": "b"}
