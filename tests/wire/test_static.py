"""Static files: small, revalidated, kept for ever where the name says so, and never more than the listed ones."""

import gzip
import re

import pytest

from dashboard import shelf, shell
from dashboard.shelf import LEVEL
from tests import cast


@pytest.fixture
def house(standing):
    """Ask the server that many tests share: nothing here changes the city."""
    return standing

SUITE = "/_dash-component-suites/"


@pytest.fixture
def suites(house):
    """Return the component files the page asks for."""
    page = house.ask("GET", "/desk/overview", cast.ALICE).text
    return re.findall(rf'src="({SUITE}[^"]+)"', page)


def test_the_pages_own_files_need_no_sign_in(house, suites):
    assert suites
    for path in suites:
        answer = house.ask("GET", path)
        assert answer.status_code == 200, path
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_component_file_is_packed_once(house, suites, monkeypatch):
    packed = []
    monkeypatch.setattr("dashboard.compress.pack", lambda *given: packed.append(1) or shelf.pack(*given))
    path = suites[0]
    first = house.ask("GET", path, headers={"Accept-Encoding": "gzip"})
    assert first.headers["content-encoding"] == "gzip"
    others = [re.sub(r"\.v[\w-]+m[0-9a-f]+\.", f".v9m{n}.", path) + f"?x={n}" for n in range(5)]
    for other in [path, *others]:
        assert house.ask("GET", other, headers={"Accept-Encoding": "gzip"}).content == first.content
    assert len(packed) <= 1  # none where an earlier test asked for it


def test_those_who_do_not_take_gzip_get_it_plain(house, suites):
    plain = house.ask("GET", suites[0], headers={"Accept-Encoding": "identity"})
    packed = house.ask("GET", suites[0], headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert plain.headers["vary"] == packed.headers["vary"] == "accept-encoding"
    assert int(plain.headers["content-length"]) == len(plain.content)
    assert int(packed.headers["content-length"]) == len(gzip.compress(plain.content, LEVEL, mtime=0))


def test_an_asset_is_revalidated_by_its_content(house):
    first = house.ask("GET", "/assets/signin.css")
    assert first.headers["content-type"].startswith("text/css")
    assert first.headers["cache-control"] == "no-cache"
    again = house.ask("GET", "/assets/signin.css", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert house.ask("GET", "/assets/signin.css", headers={"If-None-Match": '"x"'}).status_code == 200
    assert house.ask("GET", "/assets/signin.css?m=1.0").headers["cache-control"].endswith("immutable")


def test_a_range_is_answered_with_the_whole(house):
    answer = house.ask("GET", "/assets/signin.css", headers={"Range": "bytes=0-1," * 500 + "0-2"})
    assert answer.status_code == 200
    assert answer.content == house.ask("GET", "/assets/signin.css").content


@pytest.mark.parametrize("path", [
    "/assets/none.css", "/assets/../app.py", "/assets/%2e%2e/app.py", "/assets/..%2fapp.py", "/assets//etc/passwd",
    "/assets/%00", "/assets/a%0ab", "/assets/\u2028", f"{SUITE}none/none.js", f"{SUITE}dash/none.js", f"{SUITE}dash/",
    f"{SUITE}os/path.py", f"{SUITE}dash/../../app.py", f"{SUITE}dash/dash.py", f"{SUITE}sys",
    f"{SUITE}dash/deps/%00.js",
    f"{SUITE}dash/deps/none.v1m1.js", f"{SUITE}%F0%9F%98%80/x.js", f"{SUITE}dash/x.v1m1.v1m1.js",
])
def test_what_is_not_a_listed_file_is_a_404_in_the_one_shape(house, path):
    answer = house.ask("GET", path)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


def test_the_chart_library_comes_when_a_chart_is_drawn_packed_and_for_ever(house):
    assert shell.FOREIGN not in house.ask("GET", "/desk/overview", cast.ALICE).text
    answer = house.ask("GET", shell.CHARTS, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.headers["cache-control"].endswith("immutable")
    assert int(answer.headers["content-length"]) < 450_000
