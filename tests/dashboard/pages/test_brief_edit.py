"""The page on which the sentences of a briefing are edited: by who may, with what became of them, and the way back."""

from datetime import timedelta

import pytest

from dashboard.briefing import archive, editing
from dashboard.pages import brief_edit, briefings
from data.briefings import keeping
from data.errors import CityError, Conflict, Invalid
from tests import cast
from tests.dashboard.briefing.sample import weekly
from tests.dashboard.briefing.test_editing import CONCLUSION
from tests.dashboard.pages.test_briefings import ZOE
from tests.dashboard.reading import hooks, parts, props, with_hook, words
from tests.data.briefings.test_keeping import keep

MADE = weekly("en")


@pytest.fixture
def one(write) -> str:
    return keep(write, ZOE, id=MADE.id, body=MADE.pack(), title=MADE.title)


@pytest.fixture
def opened(read):
    """Return opened(id): the briefing as it is opened."""
    def done(briefing_id: str):
        with read(scope=cast.ALICE) as visit:
            return archive.open_kept(visit, briefing_id)

    return done


def fields(shown) -> dict[str, str]:
    """Return what stands in each field of the form."""
    return {props(part)["name"]: part.children[0] for part in parts(shown) if getattr(part, "tag", "") == "textarea"}


def given(one: str, *, after: int = 0, **changes):
    return {"brief": one, "after": after, **editing.texts_of(MADE, {}), **changes}


def test_each_sentence_is_a_field_and_the_list_leads_there(page, one):
    shown = page(brief_edit, brief=one)
    assert fields(shown) == editing.texts_of(MADE, {})
    assert "Nothing was edited yet" in words(shown)
    links = [props(part).get("href") for part in parts(page(briefings)) if not isinstance(part, str)]
    assert f"/desk/brief_edit?brief={one}&area={cast.WEST_DISTRICT}" in links
    assert "Choose a briefing" in words(page(brief_edit))
    assert "结论" in words(page(brief_edit, brief=one, language="zh-CN"))


def test_what_was_saved_stands_with_before_and_after_by_whom_and_leads_back(page, press, one, opened):
    assert press(brief_edit, "save", given(one, conclusion=CONCLUSION), scope=ZOE).text == "Saved as revision 1"
    shown = page(brief_edit, brief=one, now=cast.NOW + timedelta(minutes=1))
    assert fields(shown)["conclusion"] == CONCLUSION
    assert "Zoe" in words(shown)
    changed = {tag: " ".join(words(part) for part in parts(shown) if getattr(part, "tag", "") == tag)
               for tag in ("ins", "del")}
    assert "first" in changed["ins"]
    assert "most" in changed["del"]
    assert "revision 1" in words(page(briefings))
    assert hooks(shown, "data-revision") == ["1", "0"]
    assert press(brief_edit, "back", {"brief": one, "after": 1, "number": 0}).text == "Gone back: revision 2 now"
    assert opened(one).brief == MADE
    assert "back to what was made" in words(page(brief_edit, brief=one))


def test_who_was_overtaken_is_told_by_whom_keeps_what_they_typed_and_saves_upon_that(press, one, opened):
    press(brief_edit, "save", given(one, conclusion=CONCLUSION), scope=cast.BO)
    mine = given(one, **{"decisions.1": "Whether stage II ends tonight"})
    came = press(brief_edit, "save", mine)
    assert "Bo saved revision 1 at 10:00" in words(came.beside)
    assert "You both changed" not in words(came.beside)
    assert opened(one).brief.decisions == MADE.decisions
    onto = [props(part)["value"] for part in parts(came.beside) if not isinstance(part, str)
            and props(part).get("name") == "onto"]
    assert onto == ["1"]
    assert press(brief_edit, "save", {**mine, "onto": 1}).text == "Saved as revision 2"
    assert opened(one).brief.decisions[1] == ("Whether stage II ends tonight",)
    both = press(brief_edit, "save", given(one, conclusion=CONCLUSION.replace("first", "last"))).beside
    assert "You both changed: Conclusion" in words(both)


def test_a_released_one_is_not_edited_nor_is_one_released_that_was_edited_since_it_was_read(page, press, one):
    release = {"id": one, "revision": 0}
    assert [props(part)["value"] for part in parts(with_hook(page(briefings), "data-briefing"))
            if not isinstance(part, str) and props(part).get("name") == "revision"] == ["0"]
    press(brief_edit, "save", given(one, conclusion=CONCLUSION))
    with pytest.raises(Conflict):
        press(briefings, "release", release)
    press(briefings, "release", {**release, "revision": 1})
    shown = page(brief_edit, brief=one)
    assert fields(shown) == {}
    assert "Alice has released it" in words(shown)
    assert [part for part in parts(shown) if getattr(part, "tag", "") == "form"] == []
    assert "Edit" not in words(page(briefings))
    for act, said in (("save", given(one, after=1)), ("back", {"brief": one, "after": 1, "number": 0})):
        with pytest.raises(CityError):
            press(brief_edit, act, said)


@pytest.mark.parametrize("changes", [
    {"conclusion": ""}, {"after": "0"}, {"after": 9}, {"after": None}, {"onto": 4}, {"decisions.7": "x"},
    {"brief": "none"}, {"brief": 5}, {"conclusion": 5}, {"decisions.0": "Donggang lacks 3 teams"}])
def test_what_makes_no_sense_is_refused(page, press, one, changes):
    with pytest.raises(CityError):
        press(brief_edit, "save", {**given(one), **changes})
    assert fields(page(brief_edit, brief=one)) == editing.texts_of(MADE, {})


@pytest.mark.parametrize("number", [-1, 7, "x", None])
def test_there_is_no_way_back_to_what_never_was(press, one, number):
    press(brief_edit, "save", given(one, conclusion=CONCLUSION))
    with pytest.raises((CityError, Invalid)):
        press(brief_edit, "back", {"brief": one, "after": 1, "number": number})


@pytest.mark.parametrize("scope", [ZOE, cast.CHEN, cast.NOBODY])
def test_strangers_neither_save_nor_go_back(page, press, write, scope):
    one = keep(write, id=MADE.id, body=MADE.pack(), title=MADE.title)
    press(brief_edit, "save", given(one, conclusion=CONCLUSION))
    for act, said in (("save", given(one, after=1)), ("back", {"brief": one, "after": 1, "number": 0})):
        with pytest.raises(CityError):
            press(brief_edit, act, said, scope=scope)
    assert fields(page(brief_edit, brief=one))["conclusion"] == CONCLUSION


def test_a_colleague_reads_what_was_changed_and_has_no_button(page, press, write):
    one = keep(write, id=MADE.id, body=MADE.pack(), title=MADE.title)
    press(brief_edit, "save", given(one, conclusion=CONCLUSION))
    shown = page(brief_edit, brief=one, scope=ZOE)
    assert "edited by whoever made it" in words(shown)
    assert hooks(shown, "data-revision") == ["1", "0"]
    assert [part for part in parts(shown) if getattr(part, "tag", "") == "form"] == []
    with pytest.raises(CityError):
        page(brief_edit, brief=one, scope=cast.CHEN)


def test_a_sentence_that_was_taken_out_can_come_back(page, press, one, read):
    press(brief_edit, "save", given(one, **{"decisions.1": ""}))
    shown = page(brief_edit, brief=one)
    assert fields(shown)["decisions.1"] == ""
    assert "it was: Whether stage II ends at 20:00" in words(shown)
    press(brief_edit, "save", given(one, after=1))
    with read() as visit:
        kept = keeping.find(visit, one)
        assert (kept.revision, kept.said_digest) == (2, kept.digest)
