"""The shipped nginx.conf before two workers on PostgreSQL: what people and programs get through it."""

import contextlib
import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest
from websockets.sync.client import ClientConnection, connect

from dashboard.identity import COOKIE
from dashboard.policy import BATCH, NORMAL
from data.storage import schema
from data.storage.database import Database
from tests import cast
from tests.deploy.proxy import Proxy, command, lay_out, needs_nginx, proxying
from tests.house.source import ROOT
from tests.stand import Server, free_port, serving
from tests.stand import command as run

pytestmark = needs_nginx
EVENTS = "/api/v1/events"
PASSWORD = "a long enough password 1"


@dataclass(frozen=True)
class Deployment:
    """nginx, the workers behind it, and who may ask."""

    proxy: Proxy
    server: Server
    database_url: str
    key: str

    def workers(self) -> list[psutil.Process]:
        """Return the worker processes."""
        return [one for one in psutil.Process(self.server.process.pid).children() if _is_worker(one)]

    def post(self, event_id: str) -> httpx.Response:
        """Post one event through nginx."""
        lon, lat = cast.at(0.5, 0.5)
        event = {"source": "hotline", "event_id": event_id, "occurred_at": "2026-03-18T09:50:00+08:00",
                 "category": "0101", "text": "路口有垃圾", "lon": lon, "lat": lat}
        return self.proxy.ask("POST", EVENTS, json=[event], headers=self.credentials)

    @property
    def credentials(self) -> dict[str, str]:
        """What a program shows at the door."""
        return {"Authorization": f"Bearer {self.key}"}

    def listen(self) -> ClientConnection:
        """Open the live feed through nginx."""
        return connect(f"ws://127.0.0.1:{self.proxy.port}/live", additional_headers=self.credentials, max_size=None,
                       open_timeout=60, proxy=None)


def _is_worker(process: psutil.Process) -> bool:
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except psutil.Error:  # it has ended
        return False


def own_database(address: str, name: str) -> str:
    """Make a database and its owner by the statements that are shipped, and return the owner's address."""
    script = (ROOT / "deploy/create-role.sh").read_text(encoding="utf-8")
    statements = script.split("<<'SQL'\n")[1].removesuffix("SQL\n").replace("yiping", name)
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements.split(";")[:-1]:
            connection.execute(statement.replace(":'password'", "'x'"))  # type: ignore[call-overload]
    head, query = address.split("?", 1)
    scheme = head.split("://")[0]
    return f"{scheme}://{name}:x@/{name}?{query}"


@pytest.fixture(scope="module")
def deployment(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Yield the toy city in production: PostgreSQL, two workers, nginx."""
    folder = tmp_path_factory.mktemp("deployment")
    url = own_database(postgresql_server, "behind_nginx")
    database = Database(url)
    schema.migrate(database)
    cast.build(database)
    database.close()
    settings = {"YIPING_DATABASE_URL": url, "YIPING_PROFILE": "production", "YIPING_WORKERS": "2"}
    data = folder / "data"
    run(data, "user", "add", "duty", "--role", "dispatcher", "--password", PASSWORD, **settings)
    key = run(data, "key", "add", "hotline", "--may", "events.write", "cases.read", "cases.report",
              **settings).split()[-1]
    place = folder / "nginx"
    place.mkdir()
    with serving(data, **settings) as server, proxying(place, server.port) as proxy:
        yield Deployment(proxy, server, url, key)


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Proxy]:
    """Yield an nginx behind which nobody is."""
    with proxying(tmp_path, free_port()) as proxy:
        yield proxy


def error_of(answer: httpx.Response) -> dict[str, str]:
    """Return an answer's error; it must have the project's shape, and each of its headers once."""
    assert answer.headers["content-type"] == "application/json"
    assert_said_once(answer)
    body: dict[str, dict[str, str]] = answer.json()
    assert list(body) == ["error"]
    assert set(body["error"]) == {"code", "message", "request_id"}
    assert re.fullmatch("[0-9a-f]{16}", body["error"]["request_id"])
    return body["error"]


def assert_said_once(answer: httpx.Response) -> None:
    names = [name.lower() for name, _ in answer.headers.raw]
    assert len(names) == len(set(names)), sorted(names)
    assert b"x-content-type-options" in names


def test_somebody_signs_in_and_sees_the_page(deployment):
    form = {"login": "duty", "password": PASSWORD, "next": "/"}
    entered = deployment.proxy.ask("POST", "/signin", data=form, headers={"Origin": deployment.proxy.url})
    assert entered.status_code == 303
    session = {"Cookie": f"{COOKIE}={entered.cookies[COOKIE]}"}
    page = deployment.proxy.ask("GET", "/desk/map", headers={"Accept-Encoding": "gzip", **session})
    assert (page.status_code, page.headers["content-encoding"]) == (200, "gzip")
    assert "content-security-policy" in page.headers
    assert_said_once(page)
    assert deployment.proxy.ask("GET", "/desk/map").status_code == 303
    foreign = deployment.proxy.ask("POST", "/signin", data=form, headers={"Origin": "http://elsewhere.example"})
    assert error_of(foreign)["code"] == "wrong_origin"


def test_another_host_s_name_is_refused_by_the_program(deployment):
    answer = deployment.proxy.ask("GET", "/signin", headers={"Host": "elsewhere.example"})
    assert (answer.status_code, error_of(answer)["code"]) == (421, "wrong_host")


def test_a_hashed_file_is_kept_by_nginx_and_by_the_browser(deployment):
    path = f"/assets/signin.css?m={time.monotonic()}"
    packed = {"Accept-Encoding": "br, gzip"}
    first, second = (deployment.proxy.ask("GET", path, headers=packed) for _ in range(2))
    other = deployment.proxy.ask("GET", path, headers={"Accept-Encoding": "gzip, deflate;q=0.5"})
    assert [one.headers["x-cache"] for one in (first, second, other)] == ["MISS", "HIT", "HIT"]
    for answer in (first, second, other):
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-encoding"] == "gzip"
        assert_said_once(answer)
    assert second.text == first.text == (ROOT / "assets/signin.css").read_text(encoding="utf-8")
    assert second.headers["x-request-id"] != first.headers["x-request-id"]
    plain = deployment.proxy.ask("GET", path, headers={"Accept-Encoding": "gzip;q=0"})
    assert (plain.headers["x-cache"], plain.text) == ("MISS", first.text)
    assert "content-encoding" not in plain.headers
    known = deployment.proxy.ask("GET", path, headers={"If-None-Match": first.headers["etag"], **packed})
    assert known.status_code == 304


def test_a_file_without_a_hash_is_asked_for_anew_each_time(deployment):
    answers = [deployment.proxy.ask("GET", "/assets/signin.css") for _ in range(2)]
    assert [one.headers["x-cache"] for one in answers] == ["MISS", "MISS"]
    assert {one.headers["cache-control"] for one in answers} == {"no-cache"}


def hear_of(feed: ClientConnection, case_no: str) -> None:
    deadline = time.monotonic() + 30
    while case_no not in feed.recv(timeout=max(0.1, deadline - time.monotonic())):
        pass


def test_every_screen_hears_of_every_event_whichever_worker_took_it(deployment):
    with contextlib.ExitStack() as opened:
        feeds = [opened.enter_context(deployment.listen()) for _ in range(4)]
        for feed in feeds:
            assert json.loads(feed.recv(timeout=30))["type"] == "hello"
        for number in range(4):
            stored = deployment.post(f"heard-{number}").json()["stored"]
            for feed in feeds:
                hear_of(feed, stored[0]["case_no"])


def test_the_live_feed_is_shut_to_strangers(deployment):
    answer = deployment.proxy.ask("GET", "/live", headers={"Upgrade": "websocket", "Connection": "upgrade",
                                                           "Sec-WebSocket-Version": "13",
                                                           "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="})
    assert answer.status_code == 403


@pytest.mark.parametrize(("path", "size"), [(EVENTS, BATCH + 1), ("/api/v1/reports", NORMAL + 1)])
def test_a_body_that_is_too_large_is_refused_in_the_program_s_words(deployment, path, size):
    """The first is nginx's own refusal, the second the program's, whose limit for that path is lower."""
    answer = deployment.proxy.ask("POST", path, content=b"x" * size, headers=deployment.credentials)
    assert answer.status_code == 413
    assert error_of(answer) == {"code": "too_large", "message": f"The body is larger than {size - 1} bytes.",
                                "request_id": answer.headers["x-request-id"]}


def test_the_largest_body_gets_to_the_program(deployment):
    answer = deployment.proxy.ask("POST", EVENTS, content=b"[" * BATCH, headers=deployment.credentials)
    assert answer.status_code in (400, 422)
    error_of(answer)


def test_headers_and_paths_without_end_are_refused_in_the_same_shape(deployment):
    many = {f"x-{number}": "y" * 8_000 for number in range(10)}
    assert error_of(deployment.proxy.ask("GET", "/api/v1/cases", headers=many))["code"] == "headers_too_large"
    long = deployment.proxy.ask("GET", f"/api/v1/cases?area={'9' * 20_000}")
    assert (long.status_code, error_of(long)["code"]) == (400, "bad_request")


def test_an_event_that_cannot_get_its_row_is_told_to_come_again(deployment):
    """The counter of the change log is held by another transaction; the web waits for it no longer than 5 s."""
    with psycopg.connect(deployment.database_url) as held:
        held.execute("LOCK TABLE serials IN EXCLUSIVE MODE")
        began = time.monotonic()
        answer = deployment.post("held-up")
        assert 4 < time.monotonic() - began < 30
    assert (answer.status_code, error_of(answer)["code"]) == (503, "busy")
    assert int(answer.headers["retry-after"]) > 0
    assert len(deployment.post("held-up").json()["stored"]) == 1


def test_a_killed_worker_is_not_missed_and_comes_back(deployment):
    old = deployment.workers()
    assert len(old) == 2
    old[0].kill()
    deadline = time.monotonic() + 60
    while len([one for one in deployment.workers() if one.pid not in {gone.pid for gone in old}]) < 1:
        assert time.monotonic() < deadline, "the worker did not come back"
        assert deployment.proxy.ask("GET", "/healthz").status_code == 200
    assert deployment.post("after-a-death").status_code == 200
    old[1].kill()  # only the new one is left, and those who ask now wait until it stands
    assert deployment.proxy.ask("GET", "/healthz").status_code == 200
    assert deployment.post("after-two").json()["received"] == 1


def test_programs_are_told_in_json_that_the_city_does_not_answer(alone):
    for path, accepted in ((EVENTS, "text/html"), ("/healthz", "*/*"), ("/", "application/json")):
        answer = alone.ask("GET", path, headers={"Accept": accepted})
        assert (answer.status_code, error_of(answer)["code"]) == (503, "busy")
        assert answer.headers["retry-after"] == "2"


def test_people_are_told_in_both_languages_and_the_page_comes_back_by_itself(alone):
    answer = alone.ask("GET", "/desk/map", headers={"Accept": "text/html,*/*;q=0.8"})
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "系统暂时无法应答" in answer.text
    assert "The city does not answer just now" in answer.text
    assert (answer.headers["refresh"], answer.headers["cache-control"]) == ("5", "no-store")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert_said_once(answer)


def test_a_log_holds_nobody_s_search(alone):
    alone.ask("GET", "/api/v1/cases?text=secret")
    deadline = time.monotonic() + 10
    while "/api/v1/cases" not in (log := (alone.folder / "access.log").read_text(encoding="utf-8")):
        assert time.monotonic() < deadline, log  # a line is written after its answer has left
        time.sleep(0.02)
    assert "secret" not in log


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here: apt-get install -y openssl")
def test_nginx_takes_the_configuration_that_ends_tls(tmp_path):
    listen = (ROOT / "deploy/listen-tls.conf").read_text(encoding="utf-8").replace("443", str(free_port()))
    lay_out(tmp_path, port=0, behind=free_port(), listen=listen.replace("8080", str(free_port())))
    (tmp_path / "tls").mkdir()
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=city",
                    "-keyout", tmp_path / "tls/city.key", "-out", tmp_path / "tls/city.crt"],
                   check=True, capture_output=True)
    tried = subprocess.run(command(tmp_path, "-t"), capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
