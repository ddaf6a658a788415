"""Pictures at the door: whatever is sent, a name or a refusal; shown to those who see the case and to nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.models.report import CasePicture
from tests import cast
from tests.data.pictures.shots import opened, scene, shot
from tests.wire.test_events import event

JPEG = {"Content-Type": "image/jpeg"}
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


def bring(house, raw=None, who=cast.CHEN, headers=JPEG, **more):
    return house.ask("POST", "/pictures", who, content=shot() if raw is None else raw, headers=headers, **more)


def show(house, sha, who=cast.CHEN, **more):
    return house.ask("GET", f"/pictures/{sha}", who, **more)


def move(house, number, body, who=cast.ALICE, key="k"):
    return house.ask("POST", f"/api/v1/cases/{number}/moves", who, json=body, headers={"Idempotency-Key": key})


@pytest.fixture
def case_no(write):
    with write() as visit:
        return cast.open_case(visit)


def test_a_picture_is_taken_in_and_shown_to_whoever_brought_it(house):
    answer = bring(house, shot(image=scene((2_000, 1_000))))
    assert answer.status_code == 200
    body = answer.json()
    assert (body["width"], body["height"], set(body)) == (1_600, 800, {"sha256", "width", "height"})
    seen = show(house, body["sha256"])
    assert (seen.status_code, seen.headers["content-type"]) == (200, "image/jpeg")
    assert seen.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert "img-src 'self'" in seen.headers["content-security-policy"]
    assert opened(seen.content).size == (1_600, 800)
    assert bring(house, shot(image=scene((2_000, 1_000)))).json() == body


def test_a_stranger_and_a_colleague_do_not_see_what_is_not_attached(house):
    sha = bring(house).json()["sha256"]
    assert show(house, sha, None).status_code == 401
    for who in (cast.ALICE, cast.BO):
        answer = show(house, sha, who)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "picture_not_found")


def test_with_a_case_it_is_seen_in_the_case_s_district_only(house, write, case_no):
    sha = bring(house, who=cast.ALICE).json()["sha256"]
    with write() as visit:
        east = cast.open_case(visit, "east", (2.5, 0.5))
    assert move(house, east, {"verb": "accept", "version": 1, "pictures": [sha]}).status_code == 200
    assert show(house, sha, cast.BO).status_code == 404
    assert show(house, sha, key=house.key("cases.read", area=cast.WEST_DISTRICT), who=None).status_code == 404
    assert show(house, sha, key=house.key("cases.read", area=cast.EAST_DISTRICT), who=None).status_code == 200
    assert move(house, case_no, {"verb": "accept", "version": 1, "pictures": [sha]}, key="k2").status_code == 200
    assert show(house, sha, cast.BO).status_code == 200


def test_a_move_with_a_picture_nobody_brought_in_is_refused_and_not_made(house, case_no):
    answer = move(house, case_no, {"verb": "accept", "version": 1, "pictures": ["0" * 64]})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "picture_not_found")
    assert house.ask("GET", f"/api/v1/cases/{case_no}", cast.ALICE).json()["status"] == "reported"


@pytest.mark.parametrize(("raw", "status", "code"), [
    (b"", 422, "picture_unreadable"), (b"hello", 422, "picture_unreadable"), (shot()[:500], 422, "picture_unreadable"),
    (shot("GIF"), 422, "picture_kind"), (b"\0" * (10 * 2**20 + 1), 413, "too_large"),
    (b"\0" * (50 * 2**20), 413, "too_large"),
])
def test_what_is_no_picture_is_refused_with_its_code(house, raw, status, code):
    answer = bring(house, raw)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.json()["error"]["message"] != code


@pytest.mark.parametrize("kind", ["text/html", "application/json", ""])
def test_only_pictures_are_sent_as_pictures(house, kind):
    answer = bring(house, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["error"]["code"]) == (415, "picture_kind")


def test_who_may_neither_report_nor_move_brings_nothing(house):
    assert bring(house, who=None).status_code == 401
    assert bring(house, who=None, key=house.key("cases.read")).status_code == 403
    assert bring(house, who=None, key=house.key("events.write")).status_code == 200


@pytest.mark.parametrize("sha", ["x", "0" * 63, "0" * 65, "A" * 64, "%00", "0" * 64, "%2e%2e%2fapp.py"])
def test_a_name_that_is_none_is_a_404(standing, sha):
    assert show(standing, sha).status_code == 404


def test_events_bring_the_pictures_their_sender_brought_in_before(house, read):
    key = house.key("events.write", "cases.read")
    mine = bring(house, who=None, key=key).json()["sha256"]
    foreign = bring(house, shot(image=scene(seed=3)), who=cast.ALICE).json()["sha256"]
    media = [mine, foreign, "https://m.example/1.jpg", 5, "f" * 64]
    batch = [event("a", media=media), event("b"), event("c", media=[])]
    body = house.ask("POST", "/api/v1/events", key=key, json=batch).json()
    assert body["stored"][0]["media"] == {"attached": 1, "ignored": 4}
    assert all("media" not in row for row in body["stored"][1:])
    with read() as visit:
        assert [(one.sha256, one.stage) for one in visit.session.query(CasePicture)] == [(mine, "before")]
    assert show(house, mine, cast.BO).status_code == 200
    again = house.ask("POST", "/api/v1/events", key=key, json=batch[:1]).json()
    assert again["duplicate"] == [{"event_id": "a", "case_no": body["stored"][0]["case_no"]}]


WHOLE = shot("PNG")


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4)), min_size=1, max_size=6),
       st.integers(0, len(WHOLE)))
def test_no_bytes_make_the_server_fail(standing, wounds, length):
    raw = bytearray(WHOLE)
    for at, put in wounds:
        raw[at:at + len(put)] = put
    answer = bring(standing, bytes(raw[:length]))
    assert answer.status_code in (200, 422)
    if answer.status_code == 422:
        assert answer.json()["error"]["code"].startswith("picture_")
