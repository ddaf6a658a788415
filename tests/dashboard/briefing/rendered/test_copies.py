"""A reader's own copy says whose it is in each form, and is otherwise the briefing that was kept."""

import io
import zipfile

import pytest

from dashboard.briefing.content import unpack
from dashboard.briefing.rendered import card, formats, html
from tests.dashboard.briefing.sample import weekly

NAME = "仅供 <Liu> & Wei 阅读"
SHOWN = "仅供 &lt;Liu&gt; &amp; Wei 阅读"


@pytest.fixture
def brief():
    return weekly("en")


@pytest.fixture
def copy(brief):
    return brief.model_copy(update={"reader": NAME})


@pytest.mark.parametrize("style", ["sheet", "official"])
@pytest.mark.parametrize("look", html.LOOKS)
def test_each_page_bears_the_name_beside_the_marking_and_across(brief, copy, look, style):
    said = html.render(copy.model_copy(update={"style": style}), look)
    pages = len(brief.pages) if style == "sheet" else 1
    assert said.count('class="watermark"') == pages
    assert said.count(SHOWN) == pages + 1, "across each page, and beside the marking"
    assert "<Liu>" not in said
    assert "watermark\"" not in html.render(brief, look)


def test_the_card_bears_it(brief, copy):
    assert card.render(copy).count(SHOWN) == 2
    assert 'class="watermark"' not in card.render(brief)


@pytest.mark.parametrize(("form", "least"), [("docx", 1), ("pptx", 2), ("xlsx", 1), ("csv", 1)])
def test_files_to_edit_bear_it(brief, copy, form, least):
    def named(one) -> int:
        with zipfile.ZipFile(io.BytesIO(formats.find(form).make(one, None))) as files:
            return sum(b"Liu" in files.read(name) for name in files.namelist())

    assert (named(copy) >= least, named(brief)) == (True, 0)


def test_the_copy_is_of_the_same_content(brief, copy):
    assert copy.pack() == brief.pack()
    assert copy.digest() == brief.digest()
    assert unpack(copy.pack()).reader == ""
