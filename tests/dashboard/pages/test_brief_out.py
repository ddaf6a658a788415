"""The page of a briefing's links: made, shown once, ended, by who may release it, and by nobody else."""

import pytest

from dashboard.briefing import making
from dashboard.pages import brief_out, briefings
from data.briefings import keeping, sendings
from data.errors import CityError
from tests import cast
from tests.dashboard.briefing.sample import weekly
from tests.dashboard.pages.test_briefings import ZOE
from tests.dashboard.reading import hooks, words
from tests.data.briefings.test_keeping import keep


@pytest.fixture
def released(write) -> str:
    brief = weekly("en")
    one = keep(write, id=brief.id, body=brief.pack(), title=brief.title)
    with write(scope=cast.ALICE) as visit:
        keeping.release(visit, one)
    return one


def given(one: str, **changes):
    return {"brief": one, "reader": "Liu Wei", "formats": ["pdf"], "days": 3, **changes}


def test_a_link_is_made_shown_once_and_ended(page, press, released):
    came = press(brief_out, "link", given(released))
    assert "Liu Wei" in came.text
    assert "/brief-link/" in came.secret
    shown = page(brief_out, brief=released)
    assert hooks(shown, "data-state") == ["open"]
    assert came.secret.rpartition("/")[2] not in str(shown)
    press(brief_out, "revoke", {"link": hooks(shown, "data-link")[0]})
    assert hooks(page(brief_out, brief=released), "data-state") == ["revoked"]
    assert "限时链接" in words(page(brief_out, brief=released, language="zh-CN"))


def test_the_list_leads_there_only_from_a_released_one(page, press, write, released):
    assert "Hand out…" in words(page(briefings))
    assert "Hand out…" not in words(page(briefings, scope=ZOE))
    one = keep(write, id="D-9")
    assert "not released" in words(page(brief_out, brief=one))
    with pytest.raises(CityError):
        press(brief_out, "link", given(one))


@pytest.mark.parametrize("changes", [{"formats": []}, {"formats": ["exe"]}, {"formats": "pdf"}, {"reader": 5},
                                     {"days": "3"}, {"days": 400}, {"brief": "none"}])
def test_what_makes_no_sense_is_refused(page, press, released, changes):
    with pytest.raises(CityError):
        press(brief_out, "link", given(released, **changes))
    assert hooks(page(brief_out, brief=released), "data-link") == []


@pytest.mark.parametrize("scope", [ZOE, cast.CHEN, cast.NOBODY])
def test_strangers_are_refused(page, press, released, scope):
    press(brief_out, "link", given(released))
    link = hooks(page(brief_out, brief=released), "data-link")[0]
    for act, said in (("link", given(released)), ("revoke", {"link": link})):
        with pytest.raises(CityError):
            press(brief_out, act, said, scope=scope)
    assert hooks(page(brief_out, brief=released), "data-state") == ["open"]


def mail(one: str, **changes):
    return given(one, way="mail", address="liu.wei@city.example", **changes)


def test_it_is_sent_and_what_failed_stands_on_both_pages_until_it_is_sent_again(page, press, write, released):
    assert press(brief_out, "send", mail(released)).text == "On its way to Liu Wei"
    assert hooks(page(brief_out, brief=released), "data-sent") == ["queued"]
    number = int(hooks(page(brief_out, brief=released), "data-sending")[0])
    assert hooks(page(briefings), "data-unsent") == []
    with write() as visit:
        sendings.mark_failed(visit, number, "mail_not_set", is_final=True)
    for module, fields in ((brief_out, {"brief": released}), (briefings, {})):
        assert "no mail server is set" in words(page(module, **fields))
    assert hooks(page(briefings), "data-unsent") == ["1"]
    assert hooks(page(briefings, scope=ZOE), "data-unsent") == []
    assert "发送失败" in words(page(brief_out, brief=released, language="zh-CN"))
    press(brief_out, "again", {"sending": number})
    assert hooks(page(briefings), "data-unsent") == []


@pytest.mark.parametrize("ending", ["drop", "withdraw"])
def test_what_failed_is_given_up_or_ends_with_its_briefing(page, press, write, released, ending):
    press(brief_out, "send", mail(released))
    number = int(hooks(page(brief_out, brief=released), "data-sending")[0])
    with write() as visit:
        sendings.mark_failed(visit, number, "mail_not_set", is_final=True)
    assert hooks(page(briefings), "data-unsent") == ["1"]
    press(*((brief_out, "drop", {"sending": number}) if ending == "drop" else
            (briefings, "withdraw", {"id": released})))
    assert hooks(page(briefings), "data-unsent") == []


@pytest.mark.parametrize("changes", [{"address": "nobody"}, {"way": "hook:none"}, {"way": ""}, {"formats": []}])
def test_what_cannot_be_sent_is_refused(page, press, released, changes):
    with pytest.raises(CityError):
        press(brief_out, "send", {**mail(released), **changes})
    assert hooks(page(brief_out, brief=released), "data-sending") == []


@pytest.mark.parametrize("scope", [ZOE, cast.CHEN, cast.NOBODY])
def test_strangers_send_nothing(page, press, released, scope):
    press(brief_out, "send", mail(released))
    for act, said in (("send", mail(released)), ("again", {"sending": 1}), ("drop", {"sending": 1}),
                      ("again", {"sending": "x"})):
        with pytest.raises(CityError):
            press(brief_out, act, said, scope=scope)
    assert len(hooks(page(brief_out, brief=released), "data-sending")) == 1


def test_a_link_for_the_wider_circle_is_told_as_such_and_refused_where_there_is_no_such_form(
        page, press, read, write, released):
    with pytest.raises(CityError, match="brief_wide_unknown"):
        press(brief_out, "link", given(released, is_wide=True))
    with pytest.raises(CityError):
        press(brief_out, "link", given(released, is_wide="yes"))
    for kind, is_offered in (("daily", True), ("handover", False)):
        with read(scope=cast.ALICE) as visit:
            brief = making.make(visit, kind, "9901", at=None, link=lambda one: f"https://city.example/brief/{one}",
                                made_by="Alice")
        one = keep(write, id=brief.id, kind=kind, body=brief.pack(), title=brief.title)
        with write(scope=cast.ALICE) as visit:
            keeping.release(visit, one)
        assert ("wider circle" in words(page(brief_out, brief=one)).lower()) is is_offered
        if is_offered:
            press(brief_out, "link", given(one, is_wide=True))
            press(brief_out, "send", mail(one, is_wide=True))
            shown = words(page(brief_out, brief=one))
            assert shown.count("wider circle") >= 2
        else:
            with pytest.raises(CityError, match="brief_not_wide"):
                press(brief_out, "send", mail(one, is_wide=True))
