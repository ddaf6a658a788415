"""An edited briefing says other sentences in every form, says that it does, and has the numbers it was made with."""

import io
import json
import zipfile
from collections import Counter
from dataclasses import replace
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx import Presentation

from dashboard.briefing import archive, comparing, editing
from dashboard.briefing.content import Brief, Number, read, unpack
from dashboard.briefing.editing import Typed
from dashboard.briefing.rendered import card, compared, formats, html
from dashboard.briefing.rendered.paper import Drawer
from dashboard.speech import Words
from data.briefings import keeping, revisions, searching
from data.errors import CityError, Conflict, Invalid, NotAllowed, NotFound
from tests import cast
from tests.dashboard.briefing import sample
from tests.dashboard.briefing.test_empty import READS
from tests.dashboard.pages.test_briefings import ZOE
from tests.data.briefings.test_keeping import keep

TOLD = "2 sentences were edited, last by Alice, Wed 2026-03-18 10:00 (revision 1); their numbers are as they were"
CONCLUSION = ("Received in 7 days: \u27e618,914\u27e7 cases, \u25b2 \u27e68.2%\u27e7; "
              "\u27e693.7%\u27e7 closed on time, \u27e627\u27e7 overdue, "
              "of them \u27e64\u27e7 by more than 48 hours. Donggang first.")


def kept(write, brief: Brief, scope=cast.ALICE, **changes) -> str:
    return keep(write, scope, id=brief.id, kind=brief.kind, body=brief.pack(), title=brief.title,
                conclusion=read(brief.conclusion), **changes)


@pytest.fixture
def edit(write):
    """Return edit(id, {place: text}, after=…): the revision that came of it."""
    def done(one: str, sentences: dict[str, str], *, after: int = 0, onto: int | None = None, scope=cast.ALICE,
             language: str = "en") -> int:
        with write(scope=scope) as visit:
            typed = Typed(after=after, onto=after if onto is None else onto, sentences=sentences)
            return editing.edit(replace(visit, language=language), one, typed).revision

    return done


@pytest.fixture
def opened(read):
    def done(one: str):
        with read(scope=cast.ALICE) as visit:
            return archive.open_kept(visit, one)

    return done


def numbers_of(brief: Brief) -> dict[str, Counter[Number]]:
    return {place: Counter(run for run in one if isinstance(run, Number))
            for place, one in editing.sentences_of(brief).items()}


def test_every_sentence_has_a_place_and_a_name():
    brief = sample.weekly("zh-CN")
    assert list(editing.sentences_of(brief)) == ["conclusion", "decisions.0", "decisions.1", "lines.6.0", "lines.6.1",
                                                 "lines.6.2"]
    assert editing.name_of(brief, "conclusion", "zh-CN") == "结论"
    assert editing.name_of(brief, "decisions.1", "zh-CN") == "需要决定 · 第 2 句"
    assert editing.name_of(brief, "lines.6.0", "zh-CN") == "未来 24 小时:66 件将到时限 · 第 1 句"


def test_it_says_the_edited_sentences_that_it_was_edited_and_by_the_digest_of_that(write, edit, opened):
    made = sample.weekly("en")
    one = kept(write, made)
    assert edit(one, {"conclusion": CONCLUSION, "decisions.1": ""}) == 1
    now = opened(one)
    assert read(now.brief.conclusion).startswith("Received in 7 days: 18,914 cases, \u25b2 8.2%; 93.7% closed on time")
    assert [read(line) for line in now.brief.decisions] == [read(made.decisions[0])]
    assert now.brief.edited == TOLD
    assert now.digest == now.brief.digest() != made.digest()
    assert numbers_of(now.brief)["conclusion"] == numbers_of(made)["conclusion"]
    assert now.brief.model_copy(update={
        "conclusion": made.conclusion, "decisions": made.decisions, "edited": ""}) == made


def test_an_untouched_one_is_to_the_bit_what_it_was(opened, write):
    made = sample.weekly("en")
    now = opened(kept(write, made))
    assert "edited" not in json.loads(made.pack())
    assert now.digest == made.digest()


def test_typed_back_or_returned_to_it_is_what_was_made_once_more(write, edit, opened):
    made = sample.weekly("en")
    one = kept(write, made)
    edit(one, {"conclusion": CONCLUSION})
    edited = opened(one)
    was = editing.texts_of(made, {})["conclusion"]
    assert edit(one, {"conclusion": was}, after=1) == 2
    assert opened(one) == replace(edited, brief=made, digest=made.digest())
    with write(scope=cast.ALICE) as visit:
        assert editing.return_to(visit, one, 1, after=2).revision == 3
    assert opened(one) == edited
    with write(scope=cast.ALICE) as visit:
        assert editing.return_to(visit, one, 0, after=3).revision == 4
        assert [row.returned_to for row in revisions.listed(visit, keeping.find(visit, one))] == [0, 1, None, None]
    assert opened(one).digest == made.digest()


def test_it_is_found_by_what_it_says_first_now(write, edit, read):
    one = kept(write, sample.weekly("en"))
    edit(one, {"conclusion": CONCLUSION})

    def found(words: str) -> list[str]:
        with read(scope=cast.ALICE) as visit:
            return [row.id for row in searching.search(visit, searching.Wanted(words=words))]

    assert (found("Donggang first"), found("parking and flooded")) == ([one], [])
    with write(scope=cast.ALICE) as visit:
        editing.return_to(visit, one, 0, after=1)
    assert (found("Donggang first"), found("parking and flooded")) == ([], [one])


def test_upon_what_somebody_else_saved_only_what_one_changed_is_put(write, edit, opened):
    made = sample.weekly("en")
    one = kept(write, made)
    mine = {**editing.texts_of(made, {}), "decisions.1": "Whether stage II ends tonight"}
    edit(one, {"conclusion": CONCLUSION, "lines.6.1": "Rain."}, scope=cast.BO)
    with pytest.raises(Conflict) as refused:
        edit(one, mine)
    assert refused.value.values["by"] == "Bo"
    assert edit(one, mine, onto=1) == 2
    brief = opened(one).brief
    assert read(brief.conclusion).endswith("Donggang first.")
    assert read(brief.decisions[1]) == "Whether stage II ends tonight"


@pytest.mark.parametrize(("sentences", "code"), [
    ({"conclusion": ""}, "edit_fault"), ({"title": "x"}, "edit_place_unknown"),
    ({"decisions.9": "x"}, "edit_place_unknown"),
    ({"decisions.1": "Whether it ends at 21:00"}, "edit_fault"), ({"conclusion": "All is well"}, "edit_fault"),
    ({f"lines.6.{place}": "" for place in range(3)}, "edit_fault"), ({}, "edit_nothing"),
    ({"decisions.1": "Whether stage II ends at 20:00 "}, "edit_nothing")])
def test_what_cannot_be_kept_is_refused_and_nothing_is(write, edit, opened, sentences, code):
    made = sample.weekly("en")
    one = kept(write, made)
    with pytest.raises(Invalid) as refused:
        edit(one, sentences)
    assert refused.value.code == code
    assert opened(one).brief == made


@pytest.mark.parametrize(("language", "where", "said"), [
    ("zh-CN", "需要决定 · 第 1 句", "数字来自数据：「12」不是本句原有的数字"),
    ("en", "需要决定 · sentence 1", "numbers come from data: 12 is none of this sentence's")])
def test_the_refusal_says_where_and_what(write, edit, language, where, said):
    one = kept(write, sample.weekly("zh-CN"), language="zh-CN")
    with pytest.raises(Invalid) as refused:
        edit(one, {"decisions.0": "东港区抢修力量缺 \u27e62\u27e7 组,另缺 12 人"}, language=language)
    assert refused.value.values == {"where": where, "said": said}


@pytest.mark.parametrize(("scope", "refused"), [(ZOE, NotAllowed), (cast.CHEN, NotFound), (cast.NOBODY, NotFound)])
def test_strangers_change_nothing_and_return_to_nothing(write, edit, opened, scope, refused: type[CityError]):
    one = kept(write, sample.weekly("en"))
    edit(one, {"conclusion": CONCLUSION})
    before = opened(one)
    with pytest.raises(refused):
        edit(one, {"decisions.1": ""}, after=1, scope=scope)
    with write(scope=scope) as visit, pytest.raises(refused):
        editing.return_to(visit, one, 0, after=1)
    assert opened(one) == before


@pytest.mark.parametrize("number", [-1, 2, 99])
def test_there_is_no_way_back_to_a_revision_that_never_was(write, edit, number):
    one = kept(write, sample.weekly("en"))
    edit(one, {"conclusion": CONCLUSION})
    with write(scope=cast.ALICE) as visit, pytest.raises(NotFound):
        editing.return_to(visit, one, number, after=1)
    with write(scope=cast.ALICE) as visit, pytest.raises(Invalid):
        editing.return_to(visit, one, 1, after=1)
    with pytest.raises(NotFound):
        edit(one, {"decisions.1": ""}, after=number)


SAYS = {
    "html": lambda body: body.decode(), "json": lambda body: body.decode(), "geojson": lambda body: body.decode(),
    "docx": lambda body: "\n".join(node.text or "" for node in Document(io.BytesIO(body)).element.iter() if node.text),
    "pptx": lambda body: "\n".join(shape.text_frame.text for slide in Presentation(io.BytesIO(body)).slides
                                   for shape in slide.shapes if shape.has_text_frame),
    "xlsx": lambda body: "\n".join(str(cell.value) for sheet in openpyxl.load_workbook(io.BytesIO(body))
                                   for row in sheet.iter_rows() for cell in row),
    "csv": lambda body: "\n".join(zipfile.ZipFile(io.BytesIO(body)).read(name).decode("utf-8-sig")
                                  for name in zipfile.ZipFile(io.BytesIO(body)).namelist())}


@pytest.mark.parametrize("name", sorted(SAYS))
def test_every_form_says_the_edited_sentence_and_who_edited_it(write, edit, opened, tmp_path, name):
    one = kept(write, sample.weekly("en"))
    edit(one, {"conclusion": CONCLUSION, "lines.6.1": "Light rain until eight; Haitang Road is diverted"})
    brief = opened(one).brief
    said = SAYS[name](formats.find(name).make(brief, Drawer(chromium="/nowhere", folder=tmp_path)))
    assert "last by Alice" in said
    if name != "geojson":
        assert "Donggang first." in said
        assert "Haitang Road is diverted" in said


def test_what_is_drawn_says_so_too(write, edit, opened):
    one = kept(write, sample.weekly("en"))
    edit(one, {"conclusion": CONCLUSION})
    brief = opened(one).brief
    official = brief.model_copy(update={"style": "official"})
    for made, page in ((brief, html.render(brief, "paper")), (brief, html.render(brief, "phone")),
                       (official, html.render(official, "paper")), (brief, card.render(brief))):
        assert f"(revision 1); its numbers are as they were \u00b7 SHA-256 {made.digest()[:12]}" in page
        assert "Donggang first." in page


HOSTILE = ("<script>alert()</script>", "=HYPERLINK(\"http://x\")", "]]>&amp;", "\u05e2\u05d1\u05e8\u05d9\u05ea",
           "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f692 " * 20, "very" * 140, "a\nb\tc",
           "@SUM(A:A)", "{n}{}%s")


@pytest.mark.parametrize("said", HOSTILE, ids=lambda said: ascii(said)[:16])
def test_what_is_typed_is_text_in_every_form(write, edit, opened, tmp_path, said):
    one = kept(write, sample.weekly("en"))
    edit(one, {"decisions.1": said, "lines.6.1": said})
    brief = opened(one).brief
    files = {name: formats.find(name).make(brief, Drawer(chromium="/nowhere", folder=tmp_path)) for name in READS}
    for name, body in files.items():
        READS[name](body)
        if name in ("docx", "pptx", "xlsx"):
            assert "".join(said.split())[:20] in "".join(SAYS[name](body).split())
    for page in (files["html"].decode(), html.render(brief, "paper"), card.render(brief)):
        assert "<script" not in page
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    with zipfile.ZipFile(io.BytesIO(files["csv"])) as packed:
        assert not [line for name in packed.namelist() for line in packed.read(name).decode("utf-8-sig").splitlines()
                    if any(cell.strip('"').startswith(("=", "@")) for cell in line.split(","))]


@pytest.mark.parametrize("said", ["\u202eright to left", "\ud800 half", "a\x00b", "x\ufffe", "a\u200bb"], ids=ascii)
def test_what_nobody_sees_is_refused(write, edit, said):
    one = kept(write, sample.weekly("en"))
    with pytest.raises(Invalid) as refused:
        edit(one, {"lines.6.1": said})
    assert "U+" in refused.value.values["said"]


MADE = sample.weekly("zh-CN")
TEXTS = editing.texts_of(MADE, {})
PLACES = sorted(TEXTS)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from(PLACES), st.one_of(
    st.just(""), st.text(max_size=30), st.sampled_from(list(TEXTS.values())),
    st.tuples(st.sampled_from(PLACES), st.text(max_size=4), st.integers(0, 30)).map(
        lambda one: TEXTS[one[0]][:one[2]] + one[1] + TEXTS[one[0]][one[2]:])), max_size=6))
def test_whatever_is_typed_what_is_left_has_its_numbers_or_all_is_refused(typed):
    try:
        changed = dict(editing._changed(MADE, typed, "en"))
    except Invalid:
        return
    now = unpack(editing.applied(MADE, changed, "edited").pack())
    made = [(place, numbers) for place, numbers in numbers_of(MADE).items() if changed.get(place) != ""]
    assert [numbers for _, numbers in made] == list(numbers_of(now).values())
    assert now.cards == MADE.cards


def test_two_briefings_side_by_side_say_which_was_edited(write, edit, opened):
    one = kept(write, sample.weekly("en"))
    edit(one, {"conclusion": CONCLUSION})
    brief = opened(one).brief
    page = compared.render(comparing.compare(sample.weekly("en"), brief), Words(language="en", zone=ZoneInfo("UTC")))
    assert brief.edited in page
    assert "Donggang first." in page


@pytest.mark.usefixtures("cases")
def test_the_form_for_the_wider_circle_has_no_edited_sentence_and_names_nobody(made, read, write, edit, opened):
    brief = made("daily", language="en")
    one = kept(write, brief)
    edit(one, {"conclusion": f"Do look: {editing.texts_of(brief, {})['conclusion']}"})
    with read(scope=cast.ALICE) as visit:
        wide = archive.handed(visit, one, is_wide=True)
    said = wide.brief.pack().decode()
    assert "Alice" not in said
    assert "Do look" not in said
    assert wide.brief.versions["digest"] == opened(one).digest[:16]
