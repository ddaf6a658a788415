"""What the guard does to every request: host, origin, sizes, rates, headers, one error body, no traceback."""

import asyncio
import base64
import hashlib
import logging
import re

import pytest

from dashboard.rates import Buckets, Rate
from tests import cast
from tests.wire.stage import staged

EVENT_PATH = "/api/v1/events"


def code(answer):
    return answer.json()["error"]["code"]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8050", "127.0.0.1.evil.example", "", "[::1", "a:b"])
@pytest.mark.parametrize("path", ["/healthz", "/signin", "/nowhere", "/assets/signin.css"])
def test_a_foreign_host_name_is_refused_everywhere(standing, host, path):
    status, _, body = standing.raw("GET", path, headers=[(b"host", host.encode())])
    assert status == 421
    assert b'"wrong_host"' in body


def test_no_host_name_is_refused(standing):
    assert standing.raw("GET", "/healthz", headers=[])[0] == 421


@pytest.mark.parametrize("base", ["http://localhost:1234", "http://127.0.0.1", "http://[::1]:8050"])
def test_loopback_names_are_answered_on_any_port(standing, base):
    assert standing.ask("GET", "/healthz", base=base).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "https://127.0.0.1:8050", "http://127.0.0.1:9"])
@pytest.mark.parametrize(("path", "who"), [
    ("/_dash-update-component", cast.ALICE), ("/signout", cast.ALICE), ("/language", cast.ALICE), ("/signin", None),
    ("/api/v1/cases/26031800001/moves", cast.ALICE),
])
def test_another_sites_page_changes_nothing(standing, path, who, origin):
    answer = standing.ask("POST", path, who, headers={"Origin": origin}, json={})
    assert (answer.status_code, code(answer)) == (403, "wrong_origin")


def test_a_key_needs_no_origin(standing):
    answer = standing.ask("POST", EVENT_PATH, key=standing.key("events.write"), headers={"Origin": ""}, json=[{}])
    assert answer.status_code == 200


def test_a_person_posts_no_events(standing):
    answer = standing.ask("POST", EVENT_PATH, cast.ALICE, json=[])
    assert (answer.status_code, code(answer)) == (403, "key_needed")


@pytest.mark.parametrize("authorization", ["Bearer nonsense", "Bearer ", "Basic YTpi", "Bearer yp_" + "x" * 5_000])
def test_a_wrong_key_does_not_fall_back_to_a_cookie(standing, authorization):
    answer = standing.ask("GET", "/api/v1/cases", cast.ALICE, headers={"Authorization": authorization})
    assert (answer.status_code, code(answer)) == (401, "bad_key")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("cookie", ["yiping=nonsense", "yiping=", "yiping", "; ;=;yiping=x=y", "yiping=" + "x" * 9_000])
def test_a_wrong_cookie_is_nobody(standing, cookie):
    assert standing.ask("GET", "/api/v1/cases", headers={"Cookie": cookie}).status_code == 401
    assert standing.ask("GET", "/desk/overview", headers={"Cookie": cookie}).status_code == 303


def test_the_way_to_the_sign_in_page_keeps_what_was_wanted(standing):
    answer = standing.ask("GET", "/desk/overview?area=990101&norm=pop")
    assert answer.headers["location"] == "/signin?next=%2Fdesk%2Foverview%3Farea%3D990101%26norm%3Dpop"


def test_a_body_that_says_it_is_too_large_is_refused_unread(standing):
    headers = [(b"host", b"127.0.0.1"), (b"content-length", b"62914560"), (b"origin", b"http://127.0.0.1")]
    status, told, body = standing.raw("POST", "/signin", headers=headers, chunks=(b"x",))
    assert (status, told["connection"]) == (413, "close")
    assert b'"too_large"' in body


def test_a_body_that_turns_out_too_large_is_refused(standing):
    headers = [(b"host", b"127.0.0.1"), (b"origin", b"http://127.0.0.1"), (b"content-length", b"10")]
    assert standing.raw("POST", "/signin", headers=headers, chunks=(b"x" * 9_000,) * 4)[0] == 413
    assert standing.raw("GET", "/healthz", chunks=(b"x" * 9_000,) * 4)[0] == 413


@pytest.mark.parametrize(("path", "limit"), [("/_dash-update-component", 2**20), ("/api/v1/cases/1/moves", 2**14)])
def test_each_path_has_its_own_limit(standing, path, limit):
    inside = standing.ask("POST", path, cast.ALICE, content=b"[" + b" " * (limit - 2) + b"]",
                       headers={"Content-Type": "application/json", "Idempotency-Key": "k"})
    assert inside.status_code in (400, 422)
    assert standing.ask("POST", path, cast.ALICE, content=b" " * (limit + 1)).status_code == 413


@pytest.mark.parametrize("length", [b"-1", b"abc", b"1e3", b"\xb2"])
def test_a_length_that_is_no_number_is_refused(standing, length):
    assert standing.raw("GET", "/healthz", headers=[(b"host", b"localhost"), (b"content-length", length)])[0] == 400


def test_a_body_in_an_encoding_is_refused(standing):
    answer = standing.ask("POST", EVENT_PATH, key=standing.key("events.write"), content=b"\x1f\x8b",
                       headers={"Content-Encoding": "gzip"})
    assert (answer.status_code, code(answer)) == (415, "encoded_body")


def test_a_body_that_never_ends_is_not_waited_for(standing, monkeypatch):
    monkeypatch.setattr("dashboard.guard.BODY_SECONDS", 0.05)
    told = []

    async def slow():
        await asyncio.sleep(20)

    async def send(message):
        told.append(message)

    scope = {"type": "http", "method": "POST", "path": "/signin", "query_string": b"", "scheme": "http",
             "headers": [(b"host", b"localhost"), (b"origin", b"http://localhost")], "client": ("127.0.0.1", 1)}
    standing.run(standing.guard(scope, slow, send))
    assert told[0]["status"] == 408


def test_who_asks_too_often_is_told_when_to_come_back(settings, database, city):
    with staged(settings, database, buckets=Buckets({"data": Rate(0.5, 2), "stranger": Rate(0.5, 2)})) as house:
        answers = [house.ask("GET", "/api/v1/cases", cast.ALICE) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert int(answers[2].headers["retry-after"]) >= 1
        assert code(answers[2]) == "too_many_requests"
        assert house.ask("GET", "/api/v1/cases", cast.BO).status_code == 200
        wrong = [house.ask("GET", "/api/v1/cases", key="nonsense").status_code for _ in range(3)]
        assert wrong == [401, 401, 429]


@pytest.mark.parametrize("path", ["/signin", "/desk/overview", "/healthz", "/nowhere", "/assets/signin.css",
                                  "/api/v1/cases",
                                  "/layers/areas.geojson"])
def test_every_answer_carries_the_headers(standing, path):
    answer = standing.ask("GET", path, cast.ALICE)
    headers = answer.headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "object-src 'none'; base-uri 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert re.fullmatch(r"[0-9a-f]{16}", headers["x-request-id"])
    assert "server" not in headers
    if not path.startswith("/assets"):
        assert headers["cache-control"] == "no-store"


def test_the_page_runs_with_the_policy_it_is_sent(standing):
    answer = standing.ask("GET", "/desk/overview", cast.ALICE)
    page = re.sub(r"<!--.*?-->", "", answer.text, flags=re.S)
    scripts = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>(.*?)</script>", page, re.S)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    assert hashes
    assert all(f"'sha256-{one}'" in answer.headers["content-security-policy"] for one in hashes)


def test_head_is_get_without_a_body(standing):
    answer = standing.ask("HEAD", "/healthz")
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 0
    assert standing.ask("HEAD", "/nowhere").content == b""


def test_what_fails_inside_is_logged_once_and_told_without_details(standing, monkeypatch, caplog):
    def fail(*_):
        raise RuntimeError("a secret of the machine")

    monkeypatch.setattr("dashboard.doors.cases.listing.page", fail)
    with caplog.at_level(logging.WARNING):
        answer = standing.ask("GET", "/api/v1/cases", cast.ALICE)
    assert (answer.status_code, code(answer)) == (500, "failed")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    told = [record for record in caplog.records if answer.json()["error"]["request_id"] in record.getMessage()]
    assert len(told) == 1
    assert told[0].exc_info is not None


def test_a_page_that_fails_inside_dash_is_told_the_same_way(standing, monkeypatch):
    def fail(*_args, **_more):
        raise RuntimeError("a secret of the machine")

    monkeypatch.setattr("dashboard.shell.stage", fail)
    body = {"output": "stage.children", "outputs": {"id": "stage", "property": "children"}, "changedPropIds": [],
            "inputs": [{"id": "url", "property": "pathname", "value": "/desk/overview"}],
            "state": [{"id": "url", "property": "search", "value": ""}]}
    answer = standing.ask("POST", "/_dash-update-component", cast.ALICE, json=body)
    assert (answer.status_code, code(answer)) == (500, "failed")
    assert "secret" not in answer.text


def test_a_database_that_is_gone_is_a_503(house, tmp_path):
    house.token(cast.ALICE)
    assert house.ask("GET", "/api/v1/cases", cast.ALICE).status_code == 200
    house.center.database.reader.dispose()
    path = tmp_path / "yiping.db"
    path.rename(tmp_path / "away.db")
    for suffix in ("-wal", "-shm"):
        (tmp_path / f"yiping.db{suffix}").unlink(missing_ok=True)
    answer = house.ask("GET", "/api/v1/cases", cast.ALICE)
    assert (answer.status_code, code(answer)) == (503, "busy")
    assert answer.headers["retry-after"]


def test_a_refusal_stands_on_the_trail(house, read):
    from data.models.person import AuditRow

    house.ask("GET", "/wall/hall-1", cast.CHEN)
    house.center.doormen.shutdown(wait=True)  # the note is written after the answer
    with read() as visit:
        rows = visit.session.query(AuditRow).filter(AuditRow.outcome == "refused").all()
    assert [(row.who, row.person, row.details["path"]) for row in rows] == [("Chen", "chen", "/wall/{profile}")]


def test_a_session_that_ended_is_worth_nothing_at_once(house):
    from data.people import sessions

    assert house.ask("GET", "/api/v1/cases", cast.ALICE).status_code == 200
    with house.center.database.write(cast.ALICE) as session:
        sessions.end(session, sessions.digest(house.token(cast.ALICE)))
    assert house.ask("GET", "/api/v1/cases", cast.ALICE).status_code == 401


def test_a_key_that_was_revoked_is_worth_nothing_at_once(house):
    from data import clock
    from data.models.person import ApiKey
    from data.people import sessions

    key = house.key("cases.read")
    assert house.ask("GET", "/api/v1/cases", key=key).status_code == 200
    with house.center.database.write(cast.ALICE) as session:
        sessions.revoke_key(session, session.get_one(ApiKey, sessions.digest(key)).name, clock.now())
    assert house.ask("GET", "/api/v1/cases", key=key).status_code == 401


def test_nothing_of_a_session_or_a_key_is_stored_in_clear(house, tmp_path):
    key, token = house.key("cases.read"), house.token(cast.ALICE)
    house.center.database.close()
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("yiping.db*"))
    assert key.encode() not in stored
    assert token.encode() not in stored


@pytest.mark.parametrize(("path", "who", "status", "said"), [
    ("/nowhere", None, 404, "没有这个页面"),
    ("/m/nowhere", cast.CHEN, 404, "没有这个页面"),
    ("/wall/hall-1", cast.CHEN, 403, "您没有查看这一页的权限"),
])
def test_who_looks_for_a_page_reads_a_page_and_programs_read_json(standing, path, who, status, said):
    read = standing.ask("GET", path, who, headers={"Accept": "text/html,*/*;q=0.8"})
    assert (read.status_code, read.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert said in read.text
    assert read.headers["x-request-id"] in read.text
    assert code(standing.ask("GET", path, who)) in ("not_found", "not_allowed")
    assert code(standing.ask("GET", "/api/v1/cases/1", headers={"Accept": "text/html"})) == "not_signed_in"
