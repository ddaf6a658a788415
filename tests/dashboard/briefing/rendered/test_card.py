"""A briefing's card: the conclusion, three figures, a map and what must be decided on 1920 by 1080, nothing cut off."""

from io import BytesIO

import pytest
from PIL import Image

from dashboard.briefing.content import Gap, Number
from dashboard.briefing.rendered import card, formats
from dashboard.briefing.rendered.chromium import CARD
from dashboard.briefing.rendered.paper import Drawer
from tests import stand
from tests.dashboard.briefing import sample
from tests.dashboard.briefing.rendered.test_html import ASKING, HOSTILE, Reader
from tests.stand import CHROMIUM

WORDS = "特急紧急未确认三件，"
OUTSIDE = """() => [...document.querySelectorAll('body *:not(li *)')].filter((one) => {
  const at = one.getBoundingClientRect();
  return at.width && (at.right > 1920.5 || at.bottom > 1080.5 || at.left < -0.5 || at.top < -0.5);
}).map((one) => one.tagName + ' ' + one.className)"""
APART = """() => [...document.querySelectorAll('main > section')].flatMap((column) => {
  const found = [...column.children].map((one) => one.getBoundingClientRect());
  return found.slice(1).filter((at, place) => at.top < found[place].bottom - 0.5).map((at) => at.top);
})"""


def read(brief) -> Reader:
    reader = Reader()
    reader.feed(card.render(brief))
    return reader


@pytest.mark.parametrize("language", [sample.ZH, sample.EN])
def test_it_says_what_the_briefing_says(language):
    brief = sample.weekly(language, is_draft=True)
    said = "".join(read(brief).said)
    for one in (brief.title, brief.dated, brief.marking, brief.demo, brief.draft, brief.id, brief.gaps[0].said):
        assert one in said
    assert "".join(run if isinstance(run, str) else run.text for run in brief.conclusion) in said


def test_of_its_figures_the_first_and_what_somebody_is_needed_for_come_first():
    found = card.chosen(sample.weekly().cards)
    assert [one.label for one in found] == ["7 天受理", "逾期", "7 天结案"]


def test_a_draft_says_what_it_lacks_also_where_much_must_be_decided():
    brief = sample.weekly(is_draft=True)
    many = brief.model_copy(update={"decisions": brief.decisions * 4})
    assert brief.gaps[0].said in "".join(read(many).said)
    assert card.pressing(brief.model_copy(update={"decisions": (), "gaps": ()})) is None


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_case_s_text_is_taken_for_markup(text):
    brief = sample.weekly().model_copy(update={
        "decisions": ((text,),), "gaps": (Gap(said=text, is_stale=True),), "conclusion": (text,), "title": text})
    assert not ASKING & {tag for tag, _ in read(brief).tags}


@pytest.mark.browser
@pytest.mark.parametrize("times", [1, 6, 40])
def test_however_long_its_texts_are_nothing_leaves_the_picture_and_nothing_lies_on_anything(times):
    brief = sample.weekly(is_draft=True)
    long = brief.model_copy(update={
        "conclusion": (*brief.conclusion, WORDS * (times - 1)), "title": brief.title + WORDS * (times // 4),
        "decisions": ((WORDS * times, Number(text="3", value=3)),) * 3, "gaps": (Gap(said=WORDS * times),) * 3})
    with stand.browser() as browser:
        context = browser.new_context(viewport={"width": CARD[0], "height": CARD[1]})
        page = context.new_page()
        page.set_content(card.render(long))
        assert page.evaluate(APART) == []
        assert page.evaluate(OUTSIDE) == []
        context.close()


@pytest.mark.browser
def test_the_picture_has_the_size_of_a_screen(tmp_path):
    drawn = formats.find("card").make(sample.weekly(), Drawer(chromium=CHROMIUM, folder=tmp_path))
    with Image.open(BytesIO(drawn)) as picture:
        assert (picture.format, picture.size) == ("PNG", CARD)
        assert len(picture.convert("RGB").getcolors(2**20)) > 50
    assert formats.file_name(sample.weekly(), "card").endswith(".card.png")
