"""Working together by wire: acts of the pages and moves of cases, in the words of whoever is refused."""

from data import clock
from tests import cast

PAGE = "/pages/campaigns"
FORM = {"name": "清脏治乱", "area": "9901", "begins": "2026-03-18T08:00", "due": "2126-03-25T18:00",
        "points": "桥下 120.005 30.005"}


def press(house, path, who, **given):
    return house.ask("POST", f"/pages/{path}", who, json=given)


def move(house, number, who, key, **body):
    return house.ask("POST", f"/api/v1/cases/{number}/moves", who, json=body, headers={"Idempotency-Key": key})


def reported(write) -> str:
    with write(now=clock.now()) as visit:
        return cast.open_case(visit)


def test_a_campaign_is_made_ticked_off_and_ended(house):
    made = press(house, "campaigns/make", cast.ALICE, **FORM)
    assert made.status_code == 200, made.text
    campaign = made.json()["go"]["campaign"]
    layer = house.ask("GET", "/layers/campaign_items.geojson", cast.CHEN).json()["features"]
    assert [(one["properties"]["name"], one["properties"]["done"]) for one in layer] == [("桥下", False)]
    item = layer[0]["properties"]["id"]
    refused = press(house, "campaigns/tick", cast.BO, item=item, outcome="好了")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "not_allowed")
    assert press(house, "campaigns/tick", cast.CHEN, item=item, outcome="好了").status_code == 200
    twice = press(house, "campaigns/tick", cast.CHEN, item=item, outcome="好了")
    assert (twice.status_code, twice.json()["error"]["message"]) == (409, "「桥下」已经登记完成")
    assert press(house, "campaigns/end", cast.CHEN, campaign=int(campaign)).status_code == 403
    assert press(house, "campaigns/end", cast.ALICE, campaign=int(campaign)).status_code == 200
    assert house.ask("GET", "/layers/campaign_items.geojson", cast.ALICE).json()["features"] == []


def test_what_cannot_be_read_is_refused_in_one_shape(house):
    for given in ({}, {**FORM, "due": "soon"}, {**FORM, "points": "x"}, {**FORM, "name": None}, {**FORM, "area": 5}):
        answer = press(house, "campaigns/make", cast.ALICE, **given)
        assert answer.status_code == 422, answer.text
        assert set(answer.json()["error"]) == {"code", "message", "request_id"}


def test_a_shift_is_handed_over_and_taken_by_somebody_else(house):
    given = press(house, "handover/hand_over", cast.CHEN, area=cast.COMMUNITY, note="留意桥下")
    shift = int(given.json()["go"]["shift"])
    own = press(house, "handover/take", cast.CHEN, shift=shift)
    assert (own.status_code, own.json()["error"]["code"]) == (403, "own_hand_over")
    assert press(house, "handover/take", cast.BO, shift=shift).status_code == 403
    assert press(house, "handover/take", cast.ALICE, shift=shift).status_code == 200
    assert press(house, "handover/take", cast.ALICE, shift=shift).status_code == 409
    assert "留意桥下" in house.ask("GET", f"/pages/handover?shift={shift}", cast.ALICE).text
    assert press(house, "handover/hand_over", cast.CHEN, area=cast.EAST_DISTRICT, note="").status_code == 404


def test_a_supervision_goes_its_way_by_the_programs_routes(house, write):
    number = reported(write)
    assert move(house, number, cast.CHEN, "a", verb="supervise", version=1, note="办").status_code == 403
    issued = move(house, number, cast.BO, "b", verb="supervise", version=1, note="今天办完")
    assert (issued.status_code, issued.json()["supervised"]) == (200, True)
    again = move(house, number, cast.BO, "c", verb="supervise", version=2, note="再督")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "supervised_already")
    assert "今天办完" in house.ask("GET", "/pages/supervise", cast.BO).text
    assert move(house, number, cast.CHEN, "d", verb="receive_supervision", version=2).status_code == 200
    assert move(house, number, cast.CHEN, "e", verb="report_supervision", version=3, note="办了").status_code == 200
    assert move(house, number, cast.BO, "f", verb="lift_supervision", version=4).json()["supervised"] is False


def test_words_for_leaders_reach_leaders_alone(house, write):
    number = reported(write)
    said = move(house, number, cast.BO, "a", verb="instruct", version=1, note="内部批示", audience="leaders")
    assert said.status_code == 200, said.text
    assert "内部批示" in said.text, "who wrote it reads it"
    assert "内部批示" in house.ask("GET", f"/api/v1/cases/{number}", cast.BO).text
    assert "内部批示" not in house.ask("GET", f"/api/v1/cases/{number}", cast.CHEN).text
    assert "内部批示" in house.ask("GET", "/pages/supervise", cast.BO).text
    assert "内部批示" not in house.ask("GET", f"/pages/supervise?area={cast.COMMUNITY}", cast.CHEN).text
