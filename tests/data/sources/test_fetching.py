"""Fetching from others: what is taken, what is refused and why, and what a wrong answer costs."""

import asyncio
import gzip
import socket

import pytest

from data.sources.address import Allowed
from data.sources.declared import Credential
from data.sources.fetching import Ask, Fetcher, SourceFault, with_secret
from tests import origin

HERE = Allowed.of("127.0.0.1")
MOST = 100_000


@pytest.fixture
def there():
    with origin.serving() as running:
        running.breaks()
        yield running


def fetched(url, allowed=HERE, seconds=5.0, kinds=("application/geo+json", "text/plain"), **headers):
    async def go():
        fetcher = Fetcher(allowed)
        try:
            return await fetcher.fetch(Ask(url=url, seconds=seconds, most_bytes=MOST, kinds=kinds, headers=headers))
        finally:
            await fetcher.close()

    return asyncio.run(go())


def fault(*args, **more):
    with pytest.raises(SourceFault) as refused:
        fetched(*args, **more)
    return refused.value.code


def test_a_right_answer_is_taken_with_what_makes_the_next_one_short(there):
    there.says("/a", b"{}", etag='"1"')
    found = fetched(f"{there.url}/a")
    assert (found.status, found.body, found.etag) == (200, b"{}", '"1"')
    assert fetched(f"{there.url}/a", **{"If-None-Match": '"1"'}).status == 304
    assert fetched(f"{there.url}/nothing").status == 404


@pytest.mark.parametrize(("path", "code"), [("/500", "status"), ("/html", "wrong_kind"), ("/huge", "too_large"),
                                            ("/elsewhere", "redirected")])
def test_a_wrong_answer_is_refused_by_what_is_wrong(there, path, code):
    assert fault(there.url + path) == code


def test_two_gigabytes_cost_no_more_than_the_limit(there):
    assert fault(f"{there.url}/huge") == "too_large"
    assert there.sent["huge"] < 20_000_000  # what lay in the sockets' buffers when the reading ended


def test_a_source_that_says_nothing_is_given_up_in_time(there):
    assert fault(f"{there.url}/hang", seconds=0.3) == "timeout"


def test_a_redirect_within_the_same_server_is_followed_but_not_for_ever(there):
    there.says("/new", b"{}")
    there.says("/old", b"", status=301, location="/new")
    there.says("/round", b"", status=302, location="/round")
    assert fetched(f"{there.url}/old").body == b"{}"
    assert fault(f"{there.url}/round") == "redirected"


def test_a_packed_answer_counts_by_what_it_holds(there):
    there.says("/small", gzip.compress(b"{}"), **{"content-encoding": "gzip"})
    there.says("/bomb", gzip.compress(b" " * 50_000_000), **{"content-encoding": "gzip"})
    there.says("/broken", b"no gzip", **{"content-encoding": "gzip"})
    assert fetched(f"{there.url}/small").body == b"{}"
    assert fault(f"{there.url}/bomb") == "too_large"
    assert fault(f"{there.url}/broken") == "wrong_kind"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0x7f.1", "2130706433"])
def test_this_machine_itself_is_not_asked_unless_it_is_named(there, host):
    assert fault(f"http://{host}:{there.port}/500", allowed=Allowed()) in ("address_refused", "unreachable")
    assert there.asked == []


def test_a_name_that_leads_inside_is_refused_however_often_it_changes(there, monkeypatch):
    answers = iter(["93.184.215.14", "127.0.0.1"])
    looked_up = []

    def resolve(host, port, *_, **__):
        looked_up.append(host)
        both = [next(answers), next(answers)]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in both]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert fault(f"http://turning.example:{there.port}/500", allowed=Allowed()) == "address_refused"
    assert (looked_up, there.asked) == (["turning.example"], [])


def test_what_was_judged_is_what_is_connected_to(there, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, *_, **__: [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))] if host == "gis.inside" else 1 / 0)
    assert fault(f"http://gis.inside:{there.port}/500", allowed=Allowed.of("gis.inside")) == "status"


def test_a_dead_port_and_a_name_nobody_knows_are_unreachable(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert fault(f"http://127.0.0.1:{taken.getsockname()[1]}/") == "unreachable"

    def unknown(*_, **__):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert fault("http://nobody.example/") == "unreachable"


def test_a_secret_goes_where_the_file_says():
    url = "https://a.example/x?y=1"
    assert with_secret(url, None, "") == (url, {})
    assert with_secret(url, Credential(secret="A", name="tk"), "s&") == (f"{url}&tk=s%26", {})
    assert with_secret(url, Credential(secret="A", send="header", name="X-Key"), "s") == (url, {"X-Key": "s"})
    assert with_secret(url, Credential(secret="A", send="basic"), "u:p") == (url, {"Authorization": "Basic dTpw"})
