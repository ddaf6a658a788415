"""A link over the wire: nobody signs in, one briefing and its formats come, and one that ended says so (410)."""

import pytest

from data import clock
from data.briefings import keeping, links
from data.briefings.links import Wanted
from data.models.briefing import BriefLink
from tests import cast
from tests.wire.test_briefings import ASKED

PAGE = {"Accept": "text/html"}


@pytest.fixture
def kept(house, write):
    with write() as visit:
        cast.open_case(visit)
    one = house.ask("POST", "/briefings", cast.ALICE, json=ASKED).json()["id"]
    with write(scope=cast.ALICE, now=clock.now()) as visit:
        visit.session.get_one(keeping.Briefing, one).is_draft = False
        keeping.release(visit, one)
    return one


@pytest.fixture
def path(write, kept):
    with write(scope=cast.ALICE, now=clock.now()) as visit:
        return f"/brief-link/{links.make(visit, kept, Wanted(reader='Liu Wei', formats=('html', 'xlsx'), days=2))[1]}"


def test_a_reader_without_a_session_gets_these_files_and_no_other(house, read, kept, path):
    page = house.ask("GET", path, headers=PAGE)
    assert page.status_code == 200
    assert "Liu Wei" in page.text
    assert f'href="{path}/xlsx"' in page.text
    found = house.ask("GET", f"{path}/xlsx")
    assert (found.status_code, found.content[:2]) == (200, b"PK")
    assert found.headers["content-disposition"].startswith("attachment")
    for other in ("pdf", "json", "none", "..%2fxlsx"):
        assert house.ask("GET", f"{path}/{other}").status_code == 404
    with read() as visit:
        one = visit.session.query(BriefLink).one()
        assert (one.fetched, one.opened_at is None) == (1, False)
    assert house.ask("GET", f"/brief/{kept}").status_code in (303, 401), "it opens nothing else"


def test_one_that_has_ended_says_so_in_both_languages(house, write, kept, path):
    with write(scope=cast.ALICE, now=clock.now()) as visit:
        keeping.withdraw(visit, kept)
    for one in (path, f"{path}/html"):
        gone = house.ask("GET", one, headers=PAGE)
        assert gone.status_code == 410
        assert "该简报已撤回" in gone.text
        assert "The briefing was withdrawn" in gone.text
        told = house.ask("GET", one)
        assert (told.status_code, told.json()["error"]["code"]) == (410, "link_withdrawn")


def test_one_that_is_made_up_is_told_alike_wherever_it_points(house, path):
    for one in ("/brief-link/1", "/brief-link/{token}", f"{path[:-1]}x", f"{path[:-1]}x/html", "/brief-link/%2e%2e"):
        assert house.ask("GET", one, headers=PAGE).status_code == 404, one


def test_a_file_bears_the_name_of_its_reader_and_of_no_other(house, write, kept, path):
    with write(scope=cast.ALICE, now=clock.now()) as visit:
        token = links.make(visit, kept, Wanted(reader="Ann Other", formats=("html",), days=2))[1]
    for one, name, other in ((path, "Liu Wei", "Ann Other"), (f"/brief-link/{token}", "Ann Other", "Liu Wei")):
        said = house.ask("GET", f"{one}/html").text
        assert name in said
        assert other not in said
    assert "Liu Wei" not in house.ask("GET", f"/brief/{kept}", cast.ALICE).text


def test_a_link_for_the_wider_circle_gives_that_form_alone(house, read, write, kept):
    with write(scope=cast.ALICE, now=clock.now()) as visit:
        wanted = Wanted(reader="Liu Wei", formats=("html",), days=2, is_wide=True)
        path = f"/brief-link/{links.make(visit, kept, wanted)[1]}"
    assert "对外公开范围" in house.ask("GET", path, headers=PAGE).text
    page = house.ask("GET", f"{path}/html").text
    assert "1 至 4 的件数记作「少于5」" in page
    assert "Alice" not in page
    assert "对外公开范围" not in house.ask("GET", f"/brief/{kept}", cast.ALICE).text
    with write(scope=cast.ALICE, now=clock.now()) as visit:
        visit.session.query(BriefLink).update({"is_wide": False})
    assert house.ask("GET", f"{path}/html").status_code == 404, "it is signed for one circle"
