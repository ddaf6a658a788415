"""Cases for programs: pages that hold still, a history without reporters, moves that may be sent twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.doors.cases import facts, read_cursor, write_cursor
from dashboard.refusals import Refusal
from data.cases import workflow
from data.cases.given import Given
from data.cases.listing import Wanted
from tests import cast

LIST = "/api/v1/cases"


@pytest.fixture
def opened(write):
    """Return a function that takes reports in and returns their case numbers."""
    def take(*ids, spot=(0.5, 0.5), **changes):
        with write() as visit:
            return [cast.open_case(visit, one, spot, **changes) for one in ids]

    return take


def listed(house, who=cast.ALICE, **query):
    answer = house.ask("GET", LIST, who, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def move(house, case_no, body, who=cast.ALICE, key="k-1", **more):
    return house.ask("POST", f"{LIST}/{case_no}/moves", who, json=body, headers={"Idempotency-Key": key} if key else {},
                     **more)


def accept(version=1, **more):
    return {"verb": "accept", "version": version, **more}


def test_pages_follow_one_another_without_gap_or_twin(house, opened):
    numbers = opened(*(f"e-{i}" for i in range(7)))
    seen, cursor = [], None
    while True:
        body = listed(house, limit=3, **({"cursor": cursor} if cursor else {}))
        seen += [case["case_no"] for case in body["items"]]
        cursor = body["next_cursor"]
        if cursor is None:
            break
    assert seen == numbers


def test_a_new_case_does_not_move_a_page_already_read(house, opened):
    opened("a", "b", "c")
    first = listed(house, limit=2)
    new = opened("d")
    second = listed(house, limit=2, cursor=first["next_cursor"])
    assert [case["event_id"] for case in second["items"]] == ["c", "d"]
    assert second["items"][-1]["case_no"] == new[0]


def test_lists_are_narrowed_by_area_state_and_time(house, opened, write):
    west = opened("w")[0]
    east = opened("e", spot=(2.5, 0.5))[0]
    assert [case["case_no"] for case in listed(house, area=cast.EAST_DISTRICT)["items"]] == [east]
    assert move(house, west, accept()).status_code == 200
    assert [case["case_no"] for case in listed(house, status="accepted")["items"]] == [west]
    assert [case["case_no"] for case in listed(house, status="open")["items"]] == [west, east]
    assert listed(house, status="ended")["items"] == []
    assert len(listed(house, since="2026-03-18T10:00:00+08:00")["items"]) == 2
    assert listed(house, since="2026-03-18T10:00:01+08:00")["items"] == []


@pytest.mark.parametrize(("query", "status"), [
    ("limit=0", 422), ("limit=501", 422), ("limit=x", 422), ("status=lost", 422), ("since=2026-01-01T00:00:00", 422),
    ("cursor=x", 422), ("cursor=%00", 400), ("cursor=" + "A" * 150, 422), ("sort=text", 422), ("area=8888", 404),
    ("area=%27", 404),
    ("area=" + "9" * 33, 422), ("status=" + "open," * 60, 422), ("limit=1&limit=2", 422), ("limit=%FF", 422),
])
def test_a_question_that_makes_no_sense_is_refused(standing, query, status):
    assert standing.ask("GET", f"{LIST}?{query}", cast.ALICE).status_code == status


def test_a_cursor_belongs_to_its_question():
    wanted = Wanted(area="990101", states=("accepted",))
    assert read_cursor(write_cursor(17, wanted), wanted) == 17
    assert read_cursor("", wanted) == 0
    for text in (write_cursor(17, Wanted()), "MS4xLnh4", "x", "....", write_cursor(2**31, wanted),
                 write_cursor(-1, wanted), "é"):
        with pytest.raises(Refusal):
            read_cursor(text, wanted)


def test_one_case_comes_with_its_history(house, opened):
    number = opened("a", reporter={"name": "王女士", "phone": "138"})[0]
    move(house, number, accept())
    answer = house.ask("GET", f"{LIST}/{number}", cast.ALICE)
    body = answer.json()
    assert [(step["verb"], step["after"], step["by"]) for step in body["events"]] == [
        ("report", "reported", "test"), ("accept", "accepted", "Alice")]
    assert "王女士" not in answer.text
    assert "138" not in body.values()


def test_nothing_about_reporters_is_listed():
    from data.models.case import Case

    assert "reporter" not in facts(Case(case_no="1", suspicions=0))


@pytest.mark.parametrize("case_no", ["nothing", "26031800001'", "%F0%9F%98%80", "a%0Ab", "x" * 500, "%00", "..", "%ff"])
def test_a_case_that_is_not_there_is_a_404(standing, case_no):
    assert standing.ask("GET", f"{LIST}/{case_no}", cast.ALICE).status_code == 404


def test_a_move_answers_the_case_after_it(house, opened):
    number = opened("a")[0]
    answer = move(house, number, accept(note="已核实"))
    assert answer.status_code == 200
    body = answer.json()
    assert (body["status"], body["version"], body["events"][-1]["note"]) == ("accepted", 2, "已核实")


def test_units_are_sent_by_a_move(house, opened):
    number = opened("a")[0]
    answer = move(house, number, {"verb": "dispatch", "version": 1, "units": [cast.SWEEPERS]})
    assert (answer.status_code, answer.json()["status"]) == (200, "dispatched")
    other = opened("b")[0]
    again = move(house, other, {"verb": "dispatch", "version": 1, "units": [cast.SWEEPERS]}, key="k-2")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "unit_engaged")


@pytest.mark.parametrize(("body", "status", "code"), [
    (accept(version=7), 409, "case_changed"), ({"verb": "close", "version": 1}, 409, "illegal_move"),
    ({"verb": "decline", "version": 1}, 422, "note_needed"), ({"verb": "dispatch", "version": 1}, 422, "units_needed"),
    ({"verb": "dispatch", "version": 1, "units": ["X"]}, 404, "unit_not_found"),
    ({"verb": "vanish", "version": 1}, 422, "unknown_verb"), ({"verb": ["accept"], "version": 1}, 422, "unknown_verb"),
    ({"verb": "accept"}, 422, "missing_field"), ({"version": 1}, 422, "missing_field"),
    (accept(version="1"), 422, "bad_field"),
    (accept(version=True), 422, "bad_field"), (accept(version=1.0), 422, "bad_field"),
    (accept(version=2**31), 422, "bad_field"),
    (accept(version=2**70), 422, "bad_field"), (accept(version=0), 422, "bad_field"),
    (accept(note=5), 422, "bad_field"),
    (accept(note="a\0b"), 422, "bad_field"), (accept(note="x" * 2_001), 422, "note_too_long"),
    (accept(units="SAN-1"), 422, "bad_field"), (accept(units=[1]), 422, "bad_field"),
    (accept(units=["x"] * 21), 422, "bad_field"),
    (accept(priority=1), 422, "unknown_field"), (accept(state="closed"), 422, "unknown_field"),
    ([], 422, "not_an_object"),
    (5, 422, "not_an_object"), ("accept", 422, "not_an_object"),
])
def test_a_move_that_cannot_be_made_changes_nothing(house, opened, body, status, code):
    number = opened("a")[0]
    answer = move(house, number, body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    case = house.ask("GET", f"{LIST}/{number}", cast.ALICE).json()
    assert (case["status"], case["version"], len(case["events"])) == ("reported", 1, 1)


@pytest.mark.parametrize(("key", "code"), [("", "idempotency_key_needed"), ("x" * 201, "idempotency_key_too_long")])
def test_a_move_needs_its_key(house, opened, key, code):
    answer = move(house, opened("a")[0], accept(), key=key)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


def test_the_same_key_and_body_bring_the_same_answer(house, opened):
    number = opened("a")[0]
    first = move(house, number, accept())
    move(house, number, {"verb": "void", "version": 2, "note": "x"}, key="k-2")
    again = move(house, number, {"version": 1, "verb": "accept", "note": ""})
    assert again.status_code == 200
    assert again.json() == first.json()


def test_the_same_key_with_another_body_is_refused(house, opened):
    one, other = opened("a", "b")
    assert move(house, one, accept()).status_code == 200
    for number, body in ((one, accept(note="x")), (other, accept())):
        answer = move(house, number, body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "idempotency_key_reused")


def test_a_key_is_the_senders_own(house, opened):
    one, other = opened("a", "b")
    assert move(house, one, accept()).status_code == 200
    program = house.key("cases.move", "cases.read")
    assert move(house, other, accept(), who=None, **{"key": "k-1"}).status_code == 401
    answer = house.ask("POST", f"{LIST}/{other}/moves", key=program, json=accept(), headers={"Idempotency-Key": "k-1"})
    assert answer.status_code == 200


def test_what_was_refused_may_be_sent_again_under_its_key(house, opened):
    number = opened("a")[0]
    busy = opened("b")[0]
    move(house, busy, {"verb": "dispatch", "version": 1, "units": [cast.SWEEPERS]}, key="x")
    wish = {"verb": "dispatch", "version": 1, "units": [cast.SWEEPERS]}
    assert move(house, number, wish, key="y").status_code == 409
    move(house, busy, {"verb": "recall", "version": 2}, key="z")
    assert move(house, number, wish, key="y").status_code == 200


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_the_same_move_sent_at_once_is_made_once(house, opened, backend):
    number = opened("a")[0]
    with ThreadPoolExecutor(8) as senders:
        answers = [future.result() for future in [senders.submit(move, house, number, accept()) for _ in range(8)]]
    assert [answer.status_code for answer in answers] == [200] * 8
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert len(house.ask("GET", f"{LIST}/{number}", cast.ALICE).json()["events"]) == 2


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_of_different_moves_sent_at_once_one_is_made(house, opened, backend):
    number = opened("a")[0]
    with ThreadPoolExecutor(8) as senders:
        futures = [senders.submit(move, house, number, accept(note=str(i)), key=f"k-{i}") for i in range(8)]
        answers = [future.result() for future in futures]
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    assert {answer.json()["error"]["code"] for answer in answers if answer.status_code == 409} <= {"case_changed",
                                                                                                   "illegal_move"}


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_one_unit_sent_to_many_cases_at_once_goes_to_one(house, opened, backend):
    numbers = opened(*(f"e-{i}" for i in range(8)))
    wish = {"verb": "dispatch", "version": 1, "units": [cast.SWEEPERS]}
    with ThreadPoolExecutor(8) as senders:
        futures = [senders.submit(move, house, number, wish, key=f"k-{number}") for number in numbers]
        answers = [future.result() for future in futures]
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7, [answer.text for answer in answers]


def test_who_may_only_look_moves_nothing(house, opened):
    number = opened("a")[0]
    answer = move(house, number, accept(), who=cast.BO)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed")
    sent = move(house, number, {"verb": "dispatch", "version": 1, "units": [cast.SWEEPERS]}, who=cast.CHEN)
    assert (sent.status_code, sent.json()["error"]["code"]) == (403, "not_allowed")


def test_an_instruction_s_words_leave_only_to_those_who_may_read_them(house, opened, write):
    number = opened("e-1")[0]
    with write(scope=cast.BO) as visit:
        workflow.move(visit, number, "instruct", version=1, given=Given(note="约谈负责人", audience="leaders"))

    def note(who) -> str:
        return house.ask("GET", f"{LIST}/{number}", who).json()["events"][-1]["note"]

    assert note(cast.BO) == "约谈负责人"
    assert (note(cast.ALICE), note(cast.CHEN)) == ("约谈负责人", "")
    moved = move(house, number, accept(2), cast.CHEN)
    assert moved.status_code == 200
    assert "约谈" not in moved.text, "nor with the answer to a move"
