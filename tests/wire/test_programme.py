"""What is on a wall, on the wire: by which right, what is told of bad files, and who may ask."""

import pytest

from data.city_stage import announcing
from data.people import pairing
from data.profiles import store
from data.scope import Scope
from data.visit import begin
from tests import cast
from tests.wire.stage import JOB


def programme(house, name="hall-1", who=cast.ALICE, **asked):
    return house.ask("GET", f"/walls/{name}/programme", who, params=asked)


def put(house, folder, name, text):
    place = house.center.settings.data_dir / folder
    place.mkdir(exist_ok=True)
    (place / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_a_wall_that_names_no_tour_shows_what_it_always_showed(standing):
    body = programme(standing).json()
    assert (body["source"], body["scene"], body["tour"], body["order"], body["faults"]) == ("scene", "", None, None, [])


def test_an_address_may_ask_for_a_tour_or_a_scene(standing):
    tour = programme(standing, tour="default").json()
    assert (tour["source"], tour["tour"]["stops"][0]["scene"]) == ("tour", "overview")
    assert tour["tour"]["stops"][0]["seconds"] == 45
    assert programme(standing, scene="flood").json()["scene"] == "flood"
    assert programme(standing, tour="none").json()["tour"] is None


def test_a_wall_s_own_tour_goes_round_unless_the_address_asks_for_one_scene(house):
    put(house, "walls", "hall-2", "tour: default")
    assert programme(house, "hall-2").json()["source"] == "tour"
    pinned = programme(house, "hall-2", scene="flood").json()
    assert (pinned["source"], pinned["scene"], pinned["tour"]) == ("scene", "flood", None)


def test_what_is_not_there_is_told_and_leaves_the_wall_as_it_is(house):
    put(house, "tours", "short", "name: x\nscenes: [overview, typhoon]")
    put(house, "scenes", "rain", "hold: 30")
    assert "typhoon" in programme(house, tour="short").json()["faults"][0]
    assert "evening" in programme(house, tour="evening").json()["faults"][0]
    broken = programme(house, scene="rain").json()
    assert broken["scene"] == ""
    assert all(part in broken["faults"][0] for part in ("rain.yaml", "name"))
    put(house, "scenes", "rain", "name: x")
    assert programme(house, scene="rain").json()["faults"] == []


def test_a_scene_is_sent_with_its_area_and_classes(standing):
    body = standing.ask("GET", "/walls/hall-1/scenes/appearance", cast.ALICE).json()
    assert (body["title"], body["norm"], body["classes"]) == ("市容环境", "pop", ["01"])
    assert standing.ask("GET", "/walls/hall-1/scenes/typhoon", cast.ALICE).status_code == 404


def test_panels_and_stage_follow_a_scene_and_one_that_is_not_there_changes_nothing(standing):
    def strip(**asked):
        body = standing.ask("GET", "/panels/wall", cast.ALICE, params={"area": "9901", **asked}).json()
        return body["slots"]["wall-kpi"][2][0][1]["data-kpi"]

    assert (strip(), strip(scene="flood"), strip(scene="typhoon")) == (
        "received_today", "urgent_unacknowledged", "received_today")
    size = {"width": 3840, "height": 1080}
    boxes = [standing.ask("GET", "/walls/hall-1/stage", cast.ALICE, params={**size, **more}).json()["boxes"]
             for more in ({}, {"scene": "market"}, {"scene": "typhoon"})]
    assert "supervisions" in boxes[1]
    assert boxes[0] == boxes[2] != boxes[1]


def test_the_area_whose_alarms_are_told_has_to_be_seen(standing):
    asked = {"area": cast.WEST_DISTRICT, "watch": cast.EAST_DISTRICT}
    assert standing.ask("GET", "/panels/wall", cast.BO, params=asked).status_code == 200


@pytest.mark.parametrize("path", ["/walls/hall-1/programme", "/walls/hall-1/scenes/flood"])
def test_who_may_see_no_wall_is_refused(standing, path):
    assert standing.ask("GET", path, cast.CHEN).status_code == 403
    assert standing.ask("GET", path).status_code == 401


@pytest.mark.parametrize("asked", [{"tour": "x" * 99}, {"speed": "2"}, {"scene": "\x07"}])
def test_what_cannot_be_read_is_refused_by_name(standing, asked):
    answer = programme(standing, **asked)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_parameter")


def send(house, who=cast.ALICE, **given):
    body = {"targets": ["profile:hall-1"], "what": "scene:flood", "minutes": "15", **given}
    return house.ask("POST", "/pages/walls/send", who, json=body)


def test_what_a_desk_sends_goes_before_the_stage_which_goes_before_the_tour(house):
    put(house, "walls", "hall-1", "tour: default")
    assert programme(house).json()["source"] == "tour"
    with house.center.database.write(JOB) as session:
        visit = begin(session, JOB, house.center.settings)
        stages = [{"number": n, "name": str(n), "name_en": str(n), **({"scene": "safety"} if n == 4 else {})}
                  for n in range(1, 6)]
        store.add(visit, "city_stages", "city", {"stages": stages}, seen=0)
        announcing.announce(visit, announcing.Wish(stage=4, reason="storm", seen=0))
    staged = programme(house).json()
    assert (staged["source"], staged["scene"]) == ("stage", "safety")
    assert send(house).status_code == 200
    sent = programme(house).json()
    assert (sent["source"], sent["scene"], sent["order"]["who"]) == ("sent", "flood", "值班长 Alice")
    assert programme(house, "hall-2").json()["source"] == "stage"


def test_a_hall_that_visitors_see_says_the_post_alone(house):
    put(house, "walls", "hall-1", "sender: post")
    send(house)
    assert programme(house).json()["order"]["who"] == "值班长"


def test_a_case_is_sent_with_what_is_said_of_it_and_taken_back(house):
    with house.center.database.write(JOB) as session:
        visit = begin(session, JOB, house.center.settings, now=cast.NOW)
        number = cast.open_case(visit, "a", category="0201")
    send(house, what=f"case:{number}")
    card = programme(house).json()["order"]["case"]
    assert (card["no"], card["priority"], card["state"]) == (number, 1, "reported")
    order = programme(house).json()["order"]["id"]
    assert house.ask("POST", "/pages/walls/take_back", cast.ALICE, json={"order": order}).status_code == 200
    assert programme(house).json()["order"] is None


def test_an_alarm_breaks_in_whatever_was_sent(house):
    send(house)
    with house.center.database.write(JOB) as session:
        number = cast.open_case(begin(session, JOB, house.center.settings), "a", category="0201")
    assert [one["no"] for one in programme(house).json()["alarms"]] == [number]


def test_a_wall_that_was_taken_off_is_told_nothing(house):
    with house.center.database.write(JOB) as session:
        visit = begin(session, JOB, house.center.settings)
        wall = pairing.let_in(visit, pairing.ask(session, visit.now).code, "Hall", "")
        hall = Scope(person=wall.id)
    assert send(house, targets=[hall.person]).status_code == 200
    assert programme(house, "hall-7", hall).json()["source"] == "sent"
    house.ask("POST", "/pages/walls/take_off", cast.ALICE, json={"person": hall.person})
    assert programme(house, "hall-7", hall).status_code == 401


@pytest.mark.parametrize(("who", "status"), [(cast.BO, 403), (cast.CHEN, 403), (None, 401)])
def test_strangers_send_and_take_back_nothing(house, who, status):
    assert send(house, who).status_code == status
    assert house.ask("POST", "/pages/walls/take_back", who, json={"order": 1}).status_code == status
