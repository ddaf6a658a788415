"""The search box's door: groups within the scope, the command that was typed, and what may be typed at all."""

import pytest

from data.models.person import Person
from data.scope import ROLES, WHOLE_CITY, Scope
from tests import cast, pile


def asked(house, words: str, who=cast.ALICE):
    answer = house.ask("GET", "/search", who, params={"q": words})
    assert answer.status_code == 200, answer.text
    return answer.json()


def groups(body) -> dict[str, list[str]]:
    return {group["name"]: [row["label"] for row in group["rows"]] for group in body["groups"]}


def test_words_find_cases_areas_and_units_each_with_what_choosing_does(house, write):
    with write() as visit:
        case = pile.put(visit, text="区01 路口有垃圾", address="SAN-1 街", case_no="26031800077")
    body = asked(house, "区01")
    assert [group["name"] for group in body["groups"]] == ["cases", "areas"]
    assert body["groups"][0]["rows"][0]["effect"] == {"do": "case", "case": case.case_no}
    assert "26031800077" in body["groups"][0]["rows"][0]["note"]
    assert body["groups"][1]["rows"][0]["effect"] == {"do": "area", "code": cast.WEST_DISTRICT}
    assert groups(asked(house, "SAN-1"))["units"] == ["SAN-1组"]
    assert asked(house, "00077")["groups"][0]["rows"][0]["label"] == "区01 路口有垃圾"


def test_more_than_a_handful_is_said_without_a_count(house, write):
    with write() as visit:
        pile.put_all(visit, [pile.case(pile.HERE, cast.NOW, text="same words") for _ in range(8)])
    group = asked(house, "same words")["groups"][0]
    assert (len(group["rows"]), group["more"]) == (5, True)


def test_a_command_is_read_and_nothing_is_done(house, write, read):
    with write() as visit:
        number = cast.open_case(visit)
    body = asked(house, f"派 {number[-4:]} SAN-1")
    assert body["command"]["verb"] == "dispatch"
    assert [row["effect"]["units"] for row in body["command"]["rows"]] == [["SAN-1"]]
    assert body["groups"] == []
    assert "SAN" in asked(house, f"派 {number} SAN")["command"]["rows"][0]["label"]
    assert asked(house, f"派 {number} nobody")["command"]["fault"]
    with read() as visit:
        assert cast.unit(visit, cast.SWEEPERS).status == "available"


def test_without_words_it_says_what_may_be_typed(house):
    assert {"dispatch", "supervise", "go"} <= {one["name"] for one in asked(house, "")["verbs"]}
    assert "dispatch" not in {one["name"] for one in asked(house, "", cast.BO)["verbs"]}


def test_what_is_not_theirs_is_not_found(house, write):
    with write() as visit:
        pile.put(visit, pile.THERE, text="far away findable", case_no="26031844444")
    for words in ("findable", "44444", "26031844444", cast.EAST_DISTRICT, "SAN-2", "到 区02"):
        body = asked(house, words, cast.BO)
        assert body["groups"] == []
        assert not (body["command"] or {}).get("rows")
        assert asked(house, words)["groups"] or asked(house, words)["command"]["rows"]


def test_people_are_found_by_post_and_name_and_by_administrators_alone(house, write):
    admin = Scope(person="adm", name="Adm", areas=frozenset({WHOLE_CITY}), may=ROLES["sysadmin"])
    with write() as visit:
        visit.session.add(Person(id="adm", name="Adm", name_en="Adm", title="sysadmin", may=sorted(admin.may),
                                 areas=[WHOLE_CITY]))
    found = asked(house, "alice", admin)["groups"]
    assert [group["name"] for group in found] == ["people"]
    assert found[0]["rows"][0]["label"] == "Alice"
    assert set(found[0]["rows"][0]) == {"label", "note", "effect"}
    assert groups(asked(house, "alice")) == {}


@pytest.mark.parametrize("query", ["q=a&q=b", "x=1", "q=%ff", f"q={'a' * 65}"])
def test_a_question_that_cannot_be_read_is_refused(house, query):
    assert house.ask("GET", f"/search?{query}", cast.ALICE).status_code == 422


def test_a_stranger_is_refused(house):
    assert house.ask("GET", "/search?q=a").status_code == 401
    assert house.ask("GET", "/search?q=a", key=house.key("cases.read")).status_code in (401, 403)
    wall = Scope(person="bo", name="Bo", areas=cast.BO.areas, may=cast.BO.may)
    assert house.ask("GET", "/search?q=a", wall).status_code == 200
