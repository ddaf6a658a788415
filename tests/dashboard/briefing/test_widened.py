"""The form for the wider circle: no small count, nothing from which one follows, no single case, in no format."""

import io
import re
import zipfile
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dashboard.briefing import counted, widened
from dashboard.briefing.content import (
    Bars,
    Block,
    Brief,
    Cell,
    Columns,
    Curve,
    Lines,
    Map,
    Number,
    Outward,
    Table,
    read,
    unpack,
)
from dashboard.briefing.rendered import card, formats, html
from dashboard.speech import Words
from data.briefings import suppressing
from data.errors import Invalid
from tests import cast
from tests.dashboard.briefing.sample import weekly
from tests.data.briefings.solved import between

KINDS = ("daily", "weekly", "special")
LEAST = 50_000
"""Below this every count of the invented city is small: they are told apart from all other digits."""
HIDDEN = {"today": 31873, "open": 27419, "west": 13177, "east": 14242, "north": 9311, "class": 29873, "before": 18259}
RATE = 417.93
TEXT, NUMBER, PERSON = "独居老人王小明家中漏水", "AJ-77120099", "赵六六"
FILES = ("html", "pptx", "docx", "xlsx", "csv", "geojson", "json")


def wide(brief: Brief) -> Brief:
    """Return the form for the wider circle."""
    return widened.widen(brief, Words(language=brief.language, zone=ZoneInfo("UTC")))


@pytest.fixture
def few(write) -> None:
    """Store a critical case with a text, an overdue one, and others here and there: most counts are small."""
    with write() as visit:
        cast.open_case(visit, "fire", (2.5, 0.5), priority=1, text=TEXT)
        cast.open_case(visit, "late", (3.5, 3.5), due_at=cast.NOW - timedelta(hours=50))
        for number in range(9):
            cast.open_case(visit, f"west-{number}", (0.5, 0.5), occurred_at=cast.NOW - timedelta(hours=number))
        for number in range(3):
            cast.open_case(visit, f"east-{number}", (3.5, 3.5), occurred_at=cast.NOW - timedelta(days=number))


def counts_said(brief: Brief) -> list[float]:
    """Return every count that a briefing tells as a number."""
    found = [one.number.value for one in brief.cards if counted.is_count(one)]
    for section in brief.sections():
        body = section.body
        if isinstance(body, Curve | Columns):
            found += [value for _, values in body.series for value in values]
        elif isinstance(body, Bars):
            found += [row.number.value for row in body.rows]
        elif isinstance(body, Table):
            found += [cell.value for row in body.rows for cell in row if isinstance(cell, Number)
                      and cell.text.replace(",", "").isdigit()]
    return [value for value in found if value is not None]


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_count_from_one_to_four_is_told_and_zero_is(made, kind, language):
    brief = made(kind, language=language)
    found = wide(brief)
    said = counts_said(found)
    assert any(0 < value < 5 for value in counts_said(brief))
    assert not [value for value in said if 0 < value < 5]
    assert 0 in said
    body = found.pack().decode()
    assert {"zh-CN": "少于5", "en": "<5"}[language] in body
    for secret in (TEXT, TEXT[:6], "C-", "张伟", "/desk/"):
        assert secret not in body


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("kind", KINDS)
def test_an_exact_solver_finds_two_values_for_each_count_that_is_kept_back(made, kind):
    told, _ = counted.counted(made(kind))
    suppressing.suppress(told)
    assert told.few
    assert not [name for name in told.few | told.kept if len(between(told, name)) < 2]


@pytest.mark.usefixtures("few")
def test_it_says_what_it_is_of_which_snapshot_and_by_which_rule_on_page_one(made):
    brief = made("weekly")
    found = wide(brief)
    assert (found.id, found.made_by, found.circle) == (brief.id, brief.office, "wide")
    assert found.marking == "对外公开范围"
    assert found.gaps[0].said.startswith("对外公开范围：1 至 4 的件数记作「少于5」")
    assert found.versions["digest"] == brief.digest()[:16]
    assert found.digest() != brief.digest()
    assert wide(brief).digest() == found.digest()
    assert unpack(found.pack()) == found
    assert "-wide" in formats.file_name(found, "pdf")
    first = html.render(found, "paper").split("</article>")[0]
    assert found.gaps[0].said in first
    assert brief.id in first


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("kind", KINDS)
def test_titles_and_sentences_hold_no_number_of_the_kept_one(made, kind):
    found = wide(made(kind))
    for section in found.sections():
        assert not isinstance(section.body, Lines)
        assert not re.search(r"\d", section.body.title.replace("近 7 天", "").replace("前 7 天", ""))
        assert section.notes == ""
    assert found.decisions == ()
    assert all(one.remarks == () for one in found.cards)
    told = {one.number.text for one in found.cards}
    assert {run.text for run in found.conclusion if isinstance(run, Number)} <= told
    assert all("：" not in run or found.area_name in run for run in found.conclusion if isinstance(run, str))


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("kind", ["flash", "handover"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_kind_about_single_cases_has_none(made, kind, language):
    with pytest.raises(Invalid) as refused:
        wide(made(kind, language=language))
    assert refused.value.code == "brief_not_wide"


def test_one_that_was_kept_before_there_was_such_a_form_has_none():
    with pytest.raises(Invalid) as refused:
        wide(weekly())
    assert refused.value.code == "brief_wide_unknown"


@pytest.mark.usefixtures("few")
def test_a_rate_of_few_or_of_all_but_few_is_left_out(made):
    brief = made("daily")
    [rate] = [one for one in brief.cards if one.number.figure == "on_time_rate"]
    for sample, is_told in (((0, 9), True), ((9, 9), True), ((5, 10), True), ((4, 4), False), ((3, 90), False),
                            ((87, 90), False), (None, False)):
        cards = tuple(one.model_copy(update={"sample": sample}) if one is rate else one for one in brief.cards)
        found = wide(brief.model_copy(update={"cards": cards}))
        assert ("on_time_rate" in {one.number.figure for one in found.cards}) is is_told


def number(name: str, figure: str = "") -> Number:
    """Return a count that must be kept back."""
    return Number(text=f"{HIDDEN[name]:,}", value=HIDDEN[name], figure=figure)


def poisoned(body: Block) -> Block:
    """Return a block with counts and words that must be kept back wherever it has room for some."""
    note = f"{TEXT} {HIDDEN['open']}"
    update: dict[str, Any] = {"title": f"{HIDDEN['today']:,} {TEXT}", "note": note}
    match body:
        case Curve():
            update |= {"series": tuple((name, (HIDDEN["before"],) * 5 + values[5:]) for name, values in body.series),
                       "band": ((HIDDEN["before"], HIDDEN["class"]),) * len(body.labels), "band_name": note}
        case Bars():
            update |= {"rows": tuple(row.model_copy(update={"number": number("class"), "remark": note})
                                     for row in body.rows)}
        case Map():
            update |= {"shapes": tuple(shape.model_copy(update={
                "cases": HIDDEN["west"], "number": Number(text=str(RATE), value=RATE)}) for shape in body.shapes)}
        case Table() if body.outward:
            update |= {"rows": tuple(poisoned_row(cells, body.outward, row) for row, cells in enumerate(body.rows))}
        case Table():
            update |= {"rows": ((NUMBER, TEXT, PERSON, "", ""),), "head": ("a", "b", "c", "d", "e")}
    return body.model_copy(update=update)


def poisoned_row(cells: tuple[Cell, ...], outward: Outward, row: int) -> tuple[Cell, ...]:
    """Return a row with counts and rates that must be kept back."""
    rate, count = Number(text=f"{RATE}%", value=RATE), number(("west", "east", "north")[row % 3])
    return tuple(cell if not isinstance(cell, Number) else rate if column.holds == "rates" else count
                 for cell, column in zip(cells, outward.columns, strict=True))


@pytest.fixture
def told_apart(made, monkeypatch, few) -> Brief:
    """Return a briefing whose every count is unlike any other digits, and small by the rule of this test."""
    monkeypatch.setattr(suppressing, "FEWEST_SHOWN", LEAST)
    monkeypatch.setattr(widened, "FEWEST_SHOWN", LEAST)
    brief = made("daily")

    pages = tuple(page.model_copy(update={"sections": tuple(
        one.model_copy(update={"body": poisoned(one.body), "notes": TEXT}) for one in page.sections)})
        for page in brief.pages)
    cards = tuple(one.model_copy(update={"number": number("today", one.number.figure), "remarks": (TEXT,)})
                  if counted.is_count(one) else one for one in brief.cards)
    return brief.model_copy(update={
        "pages": pages, "cards": cards, "made_by": PERSON, "conclusion": (TEXT, number("open")),
        "decisions": ((NUMBER, number("open")),)})


def every_text(body: bytes) -> str:
    """Return all that stands in a file and in the files packed in it, as text."""
    if not body.startswith(b"PK"):
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return "\n".join([name + every_text(packed.read(name)) for name in packed.namelist()])


def leaks(text: str) -> list[str]:
    """Return which of the secrets stand in a text, with commas or without."""
    secrets = [TEXT, TEXT[:6], NUMBER, PERSON, str(RATE), *(str(value) for value in HIDDEN.values())]
    bare = text.replace(",", "").replace("，", "")
    return [one for one in secrets if one in bare]


@pytest.mark.parametrize("form", FILES)
def test_no_file_holds_what_is_kept_back(told_apart, form):
    made_of = formats.find(form).make(told_apart, None)
    assert len(leaks(every_text(made_of))) >= 3, "this test would find it"
    assert leaks(every_text(formats.find(form).make(wide(told_apart), None))) == []


@pytest.mark.parametrize("style", ["sheet", "official"])
@pytest.mark.parametrize("look", html.LOOKS)
def test_what_is_printed_and_photographed_does_not_either(told_apart, look, style):
    found = wide(told_apart).model_copy(update={"style": style})
    assert leaks(html.render(found, look)) == []
    assert leaks(card.render(found)) == []
    assert found.marking in html.render(found, look)


def test_a_chart_with_something_kept_back_reads_so_in_tables_too(told_apart):
    found = wide(told_apart)
    with zipfile.ZipFile(io.BytesIO(formats.find("csv").make(found, None))) as packed:
        curve = next(packed.read(name).decode() for name in packed.namelist() if "curve" in name)
    assert f"少于{LEAST}" in curve
    with zipfile.ZipFile(io.BytesIO(formats.find("xlsx").make(found, None))) as packed:
        assert f"少于{LEAST}" in packed.read("xl/sharedStrings.xml").decode()


def test_columns_with_something_kept_back_are_a_table(made, few):
    found = wide(made("weekly"))
    ages = next(one.body for one in found.sections() if one.body.title == "逾期案件已逾期时长")
    assert isinstance(ages, Table)
    assert [row[1].text for row in ages.rows if isinstance(row[1], Number)].count("少于5") >= 1
    assert read(found.conclusion).endswith("。")


def test_whoever_adds_something_to_a_briefing_says_whether_the_wider_circle_may_see_it():
    """What is here and not told anew by `widen` says nothing of cases or persons."""
    assert set(Brief.model_fields) == {
        "id", "kind", "style", "language", "area", "area_name", "title", "issue", "dated", "office", "at", "made_at",
        "demo", "draft", "source", "reader",  # as they were
        "circle", "made_by", "edited", "marking", "addressed", "link", "conclusion", "decisions", "decisions_title",
        "cards", "pages", "gaps", "definitions", "definitions_title", "versions"}


@pytest.mark.usefixtures("few")
def test_an_area_without_colour_is_said_to_be_withheld(made):
    [drawn] = [one.body for one in wide(made("daily", language="en")).sections() if isinstance(one.body, Map)]
    assert None in {one.step for one in drawn.shapes}
    assert drawn.unknown == "withheld"
    assert "withheld" in every_text(formats.find("docx").make(wide(made("daily", language="en")), None))
