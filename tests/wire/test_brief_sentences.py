"""The sentences of a briefing over the wire: told, edited upon the newest revision, returned, by who may."""

import pytest
from sqlalchemy import update

from data.models.briefing import Briefing
from tests import cast

ASKED = {"kind": "daily", "area": cast.WEST_DISTRICT}


@pytest.fixture
def kept(house, write):
    with write() as visit:
        cast.open_case(visit)
    return house.ask("POST", "/briefings", cast.ALICE, json=ASKED).json()


def sentences(house, kept, who=cast.ALICE) -> dict[str, str]:
    told = house.ask("GET", f"{kept['address']}/sentences", who).json()
    return {one["place"]: one["text"] for one in told["sentences"]}


def edit(house, kept, body, who=cast.ALICE):
    return house.ask("POST", f"{kept['address']}/sentences", who, json=body)


def test_it_is_edited_opened_returned_and_released(house, kept, write):
    with write() as visit:
        visit.session.execute(update(Briefing).where(Briefing.id == kept["id"]).values(is_draft=False))
    was = sentences(house, kept)["conclusion"]
    said = edit(house, kept, {"revision": 0, "sentences": {"conclusion": f"Alice: {was}"}})
    assert said.status_code == 200, said.text
    assert (said.json()["revision"], said.json()["digest"] != kept["digest"]) == (1, True)
    page = house.ask("GET", kept["address"], cast.BO).text
    assert "Alice: " in page
    assert "SHA-256 " + said.json()["digest"][:12] in page
    told = house.ask("GET", f"{kept['address']}/sentences", cast.BO).json()
    assert told["revisions"][0]["sentences"] == {"conclusion": f"Alice: {was}"}
    assert (told["sentences"][0]["made"], told["may_edit"]) == (was, True)
    back = edit(house, kept, {"revision": 1, "return_to": 0}, cast.BO).json()
    assert (back["revision"], back["digest"]) == (2, kept["digest"])
    assert "Alice: " not in house.ask("GET", kept["address"], cast.BO).text
    assert house.ask("POST", f"{kept['address']}/release", cast.BO, json={}).json()["state"] == "released"
    late = edit(house, kept, {"revision": 2, "return_to": 1})
    assert (late.status_code, late.json()["error"]["code"]) == (409, "briefing_is_released")


def test_who_is_second_is_told_who_was_first(house, kept):
    was = sentences(house, kept)["conclusion"]
    assert edit(house, kept, {"revision": 0, "sentences": {"conclusion": f"Bo: {was}"}}, cast.BO).status_code == 200
    late = edit(house, kept, {"revision": 0, "sentences": {"conclusion": f"Alice: {was}"}})
    assert (late.status_code, late.json()["error"]["code"]) == (409, "briefing_edited")
    assert "Bo" in late.json()["error"]["message"]


def test_a_number_of_one_s_own_is_refused_in_the_reader_s_language(house, kept):
    was = sentences(house, kept)["conclusion"]
    for language, said in (("en", "numbers come from data: 12345 is none"), ("zh-CN", "「12345」不是本句原有的数字")):
        assert house.ask("POST", "/language", cast.ALICE, json={"language": language}).status_code < 400
        answer = edit(house, kept, {"revision": 0, "sentences": {"conclusion": f"{was} 12345"}})
        assert answer.status_code == 422
        assert said in answer.json()["error"]["message"]


@pytest.mark.parametrize("body", [
    {}, [], {"revision": 0}, {"revision": "0", "sentences": {"conclusion": "x"}}, {"revision": 0, "sentences": {}},
    {"revision": 0, "sentences": ["x"]}, {"revision": 0, "sentences": {"conclusion": 5}},
    {"revision": True, "return_to": 0}, {"revision": -1, "return_to": 0}, {"revision": 2 ** 40, "return_to": 0},
    {"revision": 0, "return_to": 7},
    {"revision": 0, "return_to": 0}, {"revision": 0, "return_to": 0, "sentences": {"conclusion": "x"}},
    {"revision": 0, "sentences": {"title": "x"}}, {"revision": 0, "sentences": {"conclusion": ""}},
    {"revision": 0, "sentences": {"conclusion": "x"}, "more": 1}, {"revision": 0, "sentences": {"x" * 9000: "y"}}])
def test_what_cannot_be_read_is_refused_and_nothing_is_kept(house, kept, body):
    assert edit(house, kept, body).status_code in (404, 422)
    assert house.ask("GET", f"{kept['address']}/sentences", cast.ALICE).json()["revision"] == 0


def test_strangers_read_and_change_nothing(house, kept, write):
    body = {"revision": 0, "sentences": {"conclusion": "x"}}
    assert house.ask("GET", f"{kept['address']}/sentences").status_code in (303, 401)
    assert house.ask("GET", f"{kept['address']}/sentences", cast.CHEN).status_code == 404
    assert house.ask("POST", f"{kept['address']}/sentences", json=body).status_code == 401
    assert edit(house, kept, body, cast.CHEN).status_code == 403
    other = house.ask("POST", "/briefings", cast.ALICE, json={"kind": "daily", "area": cast.EAST_DISTRICT}).json()
    for said in (body, {"revision": 0, "return_to": 0}):
        assert edit(house, other, said, cast.BO).status_code == 404
    assert house.ask("GET", f"{other['address']}/sentences", cast.BO).status_code == 404


def test_what_was_changed_behind_its_back_is_not_edited(house, kept, write):
    was = sentences(house, kept)["conclusion"]
    with write() as visit:
        visit.session.execute(update(Briefing).where(Briefing.id == kept["id"]).values(digest="0" * 64))
    answer = edit(house, kept, {"revision": 0, "sentences": {"conclusion": f"A {was}"}})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "briefing_changed")
