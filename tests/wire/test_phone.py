"""The phone's page at the door: to whom it opens, whose tasks it holds, and that it is for one person."""

import re
from datetime import timedelta

import orjson
import pytest

from data import clock
from data.cases import workflow
from data.cases.given import Given
from data.models.person import Person
from data.pictures import store
from data.pictures.prepare import prepare
from data.scope import ROLES, WHOLE_CITY, Scope
from tests import cast
from tests.data.pictures.shots import shot

FILES = ("phone.js", "phone.css", "worker.js", "app.webmanifest", "icon.svg", "shell")


def page(house, who=cast.CHEN, view="task", **more):
    return house.ask("GET", f"/m/{view}", who, **more)


def config(answer):
    return orjson.loads(re.findall(r'id="config">(.*?)</script>', answer.text)[0])


def card(answer, number):
    """Return the HTML of one task's card, "" where there is none."""
    cards = [part.split("</article>")[0] for part in answer.text.split("<article")]
    return next((one for one in cards if f'data-case="{number}"' in one), "")


@pytest.fixture
def sent(write):
    """Return the number of a case to which Chen's unit was sent, with a picture."""
    with write() as visit:
        visit.session.get_one(Person, "chen").unit = cast.OFFICER
        number = cast.open_case(visit, "mine", text="<b>垃圾</b> & \"x\"", address="中山路 1 号",
                                reporter={"name": "王女士", "phone": "13800000000"})
        sha = store.keep(visit, prepare(shot())).sha256
        workflow.move(visit, number, "dispatch", version=1, given=Given(units=(cast.OFFICER,), pictures=(sha,)))
    return number


def test_a_stranger_is_led_to_the_sign_in_page_and_back(house):
    answer = page(house, None)
    assert (answer.status_code, answer.headers["location"]) == (303, "/signin?next=%2Fm%2Ftask")
    back = house.ask("POST", "/signin", content=f"login=alice&password={cast.PASSWORD}&next=%2Fm%2Ftask",
                     headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert back.headers["location"] == "/m/task"


def test_only_who_works_on_the_phone_sees_it(house, write):
    assert [page(house, who).status_code for who in (cast.CHEN, cast.ALICE, cast.BO)] == [200, 200, 200]
    with write() as visit:
        visit.session.add(Person(id="ada", name="Ada", name_en="Ada", title="auditor", may=sorted(ROLES["auditor"]),
                                 areas=[WHOLE_CITY]))
    assert page(house, Scope(person="ada", name="Ada")).json()["error"]["code"] == "not_allowed"
    assert page(house, view="public").status_code == 404


def test_a_task_stands_there_with_all_that_is_needed_to_act_on_it(house, sent):
    answer = page(house)
    found = card(answer, sent)
    assert 'data-version="2"' in found
    assert 'data-state="dispatched"' in found
    assert "中山路 1 号" in found
    assert "派给我" in found
    assert re.search(r'class="lamp is-red">⬢ 超时 \d+ 天', found)
    assert '<img src="/pictures/' in found
    buttons = re.findall(r'<button type="button"( hidden)? data-action="(\w+)"', found)
    assert {verb: not hidden for hidden, verb in buttons} == {
        "sign": True, "start": True, "finish": False, "remark": True, "ask_extension": True, "return": True}


def test_text_from_outside_stays_text_and_reporters_stay_unnamed(house, sent):
    text = page(house).text
    assert "<b>垃圾" not in text
    assert "&lt;b&gt;垃圾&lt;/b&gt; &amp; &quot;x&quot;" in text
    assert "王女士" not in text
    assert "13800000000" not in text


def test_tasks_of_others_and_of_other_districts_are_not_there(house, write, sent):
    with write() as visit:
        east = cast.open_case(visit, "east", (2.5, 0.5))
        workflow.move(visit, east, "dispatch", version=1, units=(cast.FAR_SWEEPERS,))
        theirs = cast.open_case(visit, "theirs")
        workflow.move(visit, theirs, "dispatch", version=1, units=(cast.SWEEPERS,))
    answer = page(house)
    assert card(answer, sent)
    assert east not in answer.text
    assert theirs not in answer.text


def test_who_has_no_task_is_told_so(house):
    assert "现在没有您的任务" in page(house).text


def test_the_report_form_is_for_who_may_report(house, write):
    assert '<section id="report">' in page(house, view="report").text
    with write() as visit:
        person = visit.session.get_one(Person, "chen")
        person.may = [one for one in person.may if one != "cases.report"]
    answer = page(house, view="report")
    assert 'id="report"' not in answer.text
    assert '<section id="task">' in answer.text


def test_the_page_speaks_english_and_knows_whose_it_is(house):
    house.ask("POST", "/language", cast.CHEN, json={"language": "en"})
    answer = page(house)
    assert '<html lang="en">' in answer.text
    assert (config(answer)["person"], config(answer)["words"]["drop"]) == ("chen", "Drop")
    assert config(answer)["home"] == pytest.approx(list(cast.at(1.0, 0.5)))


def test_the_page_is_never_stored_and_is_sent_packed(house):
    answer = page(house, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-encoding"] == "gzip"
    assert page(house, headers={"Accept-Encoding": "identity"}).headers.get("content-encoding") is None
    assert "script-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("name", FILES)
def test_what_the_page_is_made_of_is_anybody_s_and_revalidated(standing, name):
    answer = standing.ask("GET", f"/m/{name}")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    again = standing.ask("GET", f"/m/{name}", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    named = standing.ask("GET", f"/m/{name}?v={standing.center.build}")
    assert named.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert standing.ask("GET", f"/m/{name}?v=another").headers["cache-control"] == "no-cache"


def sign(house, number, person, who=cast.CHEN):
    return house.ask("POST", f"/api/v1/cases/{number}/moves", who, json={"verb": "sign", "version": 2},
                     headers={"Idempotency-Key": "k", "X-Person": person})


def test_what_a_page_sends_for_one_person_is_not_taken_from_another(house, sent):
    answer = sign(house, sent, "somebody")
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "another_person")
    assert house.ask("GET", f"/api/v1/cases/{sent}", cast.ALICE).json()["status"] == "dispatched"
    assert sign(house, sent, "chen").status_code == 200


def test_the_phone_wipes_itself_when_somebody_signs_out_and_leaves_what_others_have_to_send(house):
    plain = house.ask("POST", "/signout", headers={"Cookie": f"yiping={house.fresh_token(cast.CHEN)}"})
    assert plain.headers["clear-site-data"] == '"storage"'
    by_phone = house.ask("POST", "/signout", headers={"Cookie": f"yiping={house.fresh_token(cast.CHEN)}",
                                                      "X-Person": "chen"})
    assert by_phone.status_code == 303
    assert "clear-site-data" not in by_phone.headers


def test_a_person_s_name_may_be_of_any_letters(house, sent, write):
    with write() as visit:
        visit.session.add(Person(id="陈静", name="陈静", name_en="", title="officer", may=sorted(cast.CHEN.may),
                                 areas=[cast.COMMUNITY]))
    jing = Scope(person="陈静", name="陈静")
    assert sign(house, sent, "%E9%99%88%E9%9D%99", jing).status_code == 200


def test_warnings_of_the_area_stand_on_top_for_whom_they_are_meant(house):
    until = (clock.now() + timedelta(hours=2)).isoformat()
    for title, audience in (("<b>内涝</b>", ["officer"]), ("开会", ["leader"])):
        given = {"kind": "flood", "level": "red", "title": title, "text": "远离桥下", "areas": ["9901"], "until": until,
                 "audience": audience}
        assert house.ask("POST", "/pages/warnings/issue", cast.ALICE, json=given).status_code == 200
    shown = page(house).text.partition('class="warned"')[2].partition("</ul>")[0]
    assert "&lt;b&gt;内涝&lt;/b&gt;" in shown
    assert "远离桥下" in shown
    assert "开会" not in shown


def test_who_dispatches_or_leads_has_a_place_for_coverage_gaps_and_an_officer_none(house):
    assert ['id="gaps"' in page(house, who).text for who in (cast.ALICE, cast.BO, cast.CHEN)] == [True, True, False]
    assert house.ask("GET", "/coverage-gaps", cast.CHEN).status_code == 403
