"""Briefings over the wire: made, opened and fetched as they were kept, by who may see their area, by nobody else."""

import threading

import orjson
import pytest
from sqlalchemy import select, update

from dashboard.briefing import press
from dashboard.briefing.rendered import formats
from dashboard.briefing.rendered.formats import Format
from data.briefings import keeping
from data.models.briefing import Briefing
from data.models.person import AuditRow
from tests import cast

ASKED = {"kind": "daily", "area": cast.WEST_DISTRICT}


@pytest.fixture
def kept(house, write):
    with write() as visit:
        cast.open_case(visit)
    answer = house.ask("POST", "/briefings", cast.ALICE, json=ASKED)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture
def drawn(monkeypatch):
    """Make PDF without a browser: what it is made of, and how often it was made."""
    made = []

    def make(brief, _drawer) -> bytes:
        made.append(brief.id)
        return b"%PDF-" + brief.id.encode()

    monkeypatch.setitem(formats.FORMATS, "pdf", Format(name="pdf", media_type="application/pdf", make=make,
                                                       is_drawn=True))
    return made


def test_it_says_the_same_whatever_came_meanwhile(house, write, kept):
    first = house.ask("GET", f"{kept['address']}/json", cast.ALICE)
    with write() as visit:
        cast.open_case(visit, "later")
    again = house.ask("GET", f"{kept['address']}/json", cast.BO)
    assert again.content == first.content
    told = orjson.loads(first.content)
    assert (told["id"], told["area"], told["made_by"]) == (kept["id"], cast.WEST_DISTRICT, "Alice")
    assert told["link"].endswith(kept["address"])


def test_its_page_runs_no_script_and_asks_nobody(house, kept):
    page = house.ask("GET", kept["address"], cast.BO)
    assert page.status_code == 200
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert "<script" not in page.text
    assert kept["id"] in page.text
    assert "default-src 'self'" in house.ask("GET", "/healthz").headers["content-security-policy"]


def test_a_file_has_a_name_of_ours_and_is_made_once_for_each_reader(house, kept, drawn):
    for who in (cast.ALICE, cast.BO, cast.ALICE, cast.BO):
        found = house.ask("GET", f"{kept['address']}/pdf", who)
        assert found.content == b"%PDF-" + kept["id"].encode()
        assert found.headers["content-type"] == "application/pdf"
        name = found.headers["content-disposition"]
        assert name.startswith(f'attachment; filename="daily-{cast.WEST_DISTRICT}-{kept["id"]}')
        assert name.isascii()
        assert "filename*=UTF-8''" in name
    assert drawn == [kept["id"]] * 2


def test_a_file_bears_the_name_of_who_signed_in_and_a_page_and_the_wider_form_none(house, kept):
    mine, theirs = (house.ask("GET", f"{kept['address']}/html", who).text for who in (cast.ALICE, cast.BO))
    assert ("仅供 Alice 阅读" in mine, "仅供 Bo 阅读" in mine) == (True, False)
    assert ("仅供 Alice 阅读" in theirs, "仅供 Bo 阅读" in theirs) == (False, True)
    for path in ("", "/html?circle=wide"):
        assert "仅供 " not in house.ask("GET", kept["address"] + path, cast.ALICE).text


@pytest.mark.parametrize(("name", "media_type", "begin"), [
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
    ("csv", "application/zip", b"PK"), ("geojson", "application/geo+json", b'{"type":"FeatureCollection"')])
def test_what_clerks_and_programs_go_on_with_is_fetched_without_a_browser(house, kept, name, media_type, begin):
    found = house.ask("GET", f"{kept['address']}/{name}", cast.BO)
    assert (found.status_code, found.headers["content-type"]) == (200, media_type)
    assert found.content.startswith(begin)
    ending = "csv.zip" if name == "csv" else name
    assert f'.{ending}"' in found.headers["content-disposition"]


def test_strangers_are_told_that_there_is_none(house, kept):
    for path in (kept["address"], *(f"{kept['address']}/{name}" for name in formats.FORMATS)):
        assert house.ask("GET", path).status_code in (303, 401)
        assert house.ask("GET", path, cast.CHEN).status_code == 404
    assert house.ask("POST", f"{kept['address']}/release", cast.CHEN, json={}).status_code == 403
    assert house.ask("GET", "/briefings", cast.CHEN).json() == {"briefings": [], "after": ""}
    assert house.ask("GET", "/briefings").status_code == 401
    assert house.ask("POST", "/briefings", json=ASKED).status_code == 401
    assert house.ask("POST", "/briefings", cast.CHEN, json=ASKED).status_code == 403


def test_another_district_s_is_not_made_opened_or_released(house, kept):
    other = house.ask("POST", "/briefings", cast.ALICE, json={"kind": "daily", "area": cast.EAST_DISTRICT}).json()
    for path in ("", *(f"/{name}" for name in formats.FORMATS)):
        assert house.ask("GET", other["address"] + path, cast.BO).status_code == 404
    assert house.ask("POST", f"{other['address']}/release", cast.BO, json={}).status_code == 404
    for area in (cast.EAST_DISTRICT, "9901"):
        assert house.ask("POST", "/briefings", cast.BO, json={"kind": "daily", "area": area}).status_code in (403, 404)
    listed = house.ask("GET", "/briefings", cast.BO).json()["briefings"]
    assert [one["id"] for one in listed] == [kept["id"]]


def test_what_was_changed_is_told_and_not_shown(house, write, kept):
    with write() as visit:
        visit.session.execute(update(Briefing).where(Briefing.id == kept["id"]).values(digest="0" * 64))
    for path in ("", "/json", "/html"):
        answer = house.ask("GET", kept["address"] + path, cast.ALICE, headers={"Accept": "application/json"})
        assert answer.status_code == 409
        assert answer.json()["error"]["code"] == "briefing_changed"


def test_a_draft_is_not_released_and_a_complete_one_is(house, write, kept):
    def mark(*, is_draft: bool) -> None:
        with write() as visit:
            visit.session.execute(update(Briefing).where(Briefing.id == kept["id"]).values(is_draft=is_draft))

    mark(is_draft=True)
    refused = house.ask("POST", f"{kept['address']}/release", cast.ALICE, json={})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "briefing_is_draft")
    mark(is_draft=False)
    assert house.ask("POST", f"{kept['address']}/release", cast.BO, json={}).json()["state"] == "released"


def test_without_an_area_it_is_of_all_one_sees(house):
    made = house.ask("POST", "/briefings", cast.BO, json={"kind": "weekly"})
    assert made.status_code == 201, made.text
    assert made.json()["area"] == cast.WEST_DISTRICT
    assert made.headers["location"] == made.json()["address"]


@pytest.mark.parametrize("wrong", [
    {"kind": "hourly"}, {"kind": ""}, {"kind": 5}, {"area": "nowhere"}, {"area": ["9901"]}, {"t": "yesterday"},
    {"t": "2999-01-01T00:00:00Z"}, {"more": "x"}, {"kind": "daily\n"}, {"area": "9" * 65},
])
def test_what_cannot_be_read_is_refused_and_nothing_is_kept(house, wrong):
    assert house.ask("POST", "/briefings", cast.ALICE, json={**ASKED, **wrong}).status_code in (404, 422)
    assert house.ask("GET", "/briefings", cast.ALICE).json() == {"briefings": [], "after": ""}


@pytest.mark.parametrize("path", ["/brief/none", "/brief/none/pdf", "/brief/none/exe", "/brief/..%2f..%2fetc/pdf",
                                  f"/brief/{'9' * 3000}"])
def test_what_there_is_not_is_not_found(house, path):
    assert house.ask("GET", path, cast.ALICE).status_code == 404


def test_nobody_makes_more_than_there_is_room_for(house, kept, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_A_DAY", 1)
    answer = house.ask("POST", "/briefings", cast.ALICE, json=ASKED)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "too_many_briefings")


def test_screens_answer_while_files_are_drawn_and_too_many_are_sent_away(house, kept, monkeypatch):
    go, busy = threading.Event(), threading.Semaphore(0)

    def make(_brief, _drawer) -> bytes:
        busy.release()
        go.wait(20)
        return b"x"

    monkeypatch.setattr(press, "MOST_WAITING", 2)
    for name in ("pdf", "png", "pptx"):
        monkeypatch.setitem(formats.FORMATS, name, Format(name=name, media_type="a/b", make=make, is_drawn=True))
    try:
        waiting = [house.ask_later("GET", f"{kept['address']}/{name}", cast.ALICE) for name in ("pdf", "png")]
        assert busy.acquire(timeout=20)
        refused = house.ask("GET", f"{kept['address']}/pptx", cast.BO)
        assert (refused.status_code, refused.json()["error"]["code"]) == (503, "briefings_wait")
        assert int(refused.headers["retry-after"]) > 0
        assert house.ask("GET", "/panels/desk", cast.BO).status_code == 200
        assert not busy.acquire(blocking=False)  # the second waits until the first is drawn
    finally:
        go.set()
    assert [one.result(20).content for one in waiting] == [b"x", b"x"]


def test_who_waited_long_enough_is_told_and_finds_it_later(house, kept, monkeypatch):
    go = threading.Event()

    def make(_brief, _drawer) -> bytes:
        go.wait(20)
        return b"x"

    monkeypatch.setitem(formats.FORMATS, "pdf", Format(name="pdf", media_type="a/b", make=make, is_drawn=True))
    monkeypatch.setattr(press, "PATIENCE_SECONDS", 0.2)
    answer = house.ask("GET", f"{kept['address']}/pdf", cast.ALICE)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "briefings_wait")
    go.set()
    monkeypatch.setattr(press, "PATIENCE_SECONDS", 20)
    assert house.ask("GET", f"{kept['address']}/pdf", cast.ALICE).content == b"x"


def test_without_a_browser_the_refusal_says_what_to_install(house, kept, monkeypatch):
    monkeypatch.setattr(house.center.press.drawer, "chromium", "/nowhere/chromium")
    refused = house.ask("GET", f"{kept['address']}/png", cast.ALICE)
    assert refused.status_code == 503
    assert "apt-get install chromium fonts-noto-cjk" in refused.json()["error"]["message"]


def test_two_are_compared_by_who_may_open_both(house, kept):
    other = house.ask("POST", "/briefings", cast.ALICE, json=ASKED).json()
    address = f"{kept['address']}/against/{other['id']}"
    page = house.ask("GET", address, cast.BO)
    assert page.status_code == 200
    assert kept["id"] in page.text
    assert other["id"] in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert house.ask("GET", address, cast.CHEN).status_code == 404
    weekly = house.ask("POST", "/briefings", cast.ALICE, json={**ASKED, "kind": "weekly"}).json()
    assert house.ask("GET", f"{kept['address']}/against/{weekly['id']}", cast.ALICE).status_code == 422
    assert house.ask("GET", f"{kept['address']}/against/none", cast.ALICE).status_code == 404


def test_the_form_for_the_wider_circle_has_its_own_content_and_stands_on_the_trail(house, read, kept):
    own = house.ask("GET", f"{kept['address']}/json", cast.BO).content
    found = house.ask("GET", f"{kept['address']}/json?circle=wide", cast.BO)
    assert (found.status_code, orjson.loads(found.content)["circle"]) == (200, "wide")
    assert "-wide" in found.headers["content-disposition"]
    assert house.ask("GET", f"{kept['address']}/json", cast.BO).content == own
    assert "1 至 4 的件数" in house.ask("GET", f"{kept['address']}?circle=wide", cast.BO).text
    with read() as visit:
        noted = visit.session.scalars(select(AuditRow).where(AuditRow.what == "briefing.widen")).all()
    assert {(one.subject, one.details["format"]) for one in noted} == {(kept["id"], "json"), (kept["id"], "html")}
    assert all(one.details["digest"] != kept["digest"] for one in noted)


def test_who_may_not_see_it_gets_no_wider_form_either_and_an_unknown_circle_is_refused(house, kept):
    assert house.ask("GET", f"{kept['address']}/json?circle=wide", cast.CHEN).status_code == 404
    assert house.ask("GET", f"{kept['address']}/json?circle=wide").status_code in (303, 401)
    for path in ("/json?circle=all", "/json?circle=wide&x=1"):
        assert house.ask("GET", kept["address"] + path, cast.ALICE).status_code == 422
    handed = house.ask("POST", "/briefings", cast.ALICE, json={"kind": "handover"}).json()
    refused = house.ask("GET", f"{handed['address']}/json?circle=wide", cast.ALICE)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "brief_not_wide")


def test_those_are_found_that_are_asked_for_page_by_page(house, kept, monkeypatch):
    other = house.ask("POST", "/briefings", cast.ALICE, json={"kind": "weekly"}).json()

    def found(query: str) -> tuple[list[str], str]:
        answer = house.ask("GET", f"/briefings?{query}", cast.ALICE)
        assert answer.status_code == 200, answer.text
        return [one["id"] for one in answer.json()["briefings"]], answer.json()["after"]

    assert found("") == ([other["id"], kept["id"]], "")
    assert found("kind=daily") == found(f"words={kept['id'].lower()}") == ([kept["id"]], "")
    assert found("state=released") == found("to=2020-01-01T00:00:00Z") == ([], "")
    assert found("from=2020-01-01T00:00:00Z&words=%E5%8F%97%E7%90%86")[0] == [other["id"], kept["id"]]
    monkeypatch.setattr(keeping, "MOST_LISTED", 1)
    first = found("")
    assert first == ([other["id"]], other["id"])
    assert found(f"after={first[1]}") == ([kept["id"]], "")
    for wrong in ("state=lost", "from=soon", "limit=5", f"words={'x' * 201}"):
        assert house.ask("GET", f"/briefings?{wrong}", cast.ALICE).status_code == 422
    assert [one["id"] for one in house.ask("GET", "/briefings?words=W-", cast.BO).json()["briefings"]] == []


def test_a_drawing_of_a_hundred_corners_is_a_topic_and_a_longer_text_is_none(house, write):
    with write() as visit:
        cast.open_case(visit)
    corners = ";".join(f"30.{2 * turn:05},120.0" for turn in range(99)) + ";30.0,120.1"
    given = {"kind": "drawn", "area": cast.WEST_DISTRICT, "topic": f"poly:{corners}"}
    made = house.ask("POST", "/briefings", cast.BO, json=given)
    assert made.status_code == 201, made.text
    assert house.ask("POST", "/briefings", cast.CHEN, json=given).status_code == 403
    assert house.ask("POST", "/briefings", cast.BO, json={**given, "topic": "x" * 4001}).status_code == 422
    refused = house.ask("POST", "/briefings", cast.BO, json={**given, "topic": "circle:30,120,1"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "bad_shape")


def test_a_number_leads_to_a_screen_that_there_is(house, kept):
    told = orjson.loads(house.ask("GET", f"{kept['address']}/json", cast.BO).content)
    links = {one["cases"] for one in told["definitions"] if one.get("cases")}
    assert links
    for one in links:
        answer = house.ask("GET", one[one.index("/desk"):], cast.BO, headers={"Accept": "text/html"})
        assert answer.status_code == 200, one
