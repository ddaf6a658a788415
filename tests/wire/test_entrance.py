"""Coming in and going out: the sign-in page, demo people, passwords, language, and everybody's way home."""

import re
from urllib.parse import urlencode

import pytest

from dashboard.identity import COOKIE
from dashboard.signin import WORDS, SignInPage, language_of, render, safe_next
from data.people.demo_people import Offer, ensure_demo_people
from data.settings import Settings
from tests import cast
from tests.wire.stage import staged

FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}


@pytest.fixture
def demo_house(house, city):
    with house.center.database.write(cast.ALICE) as session:
        ensure_demo_people(session, city)
    return house


def post(house, path="/signin", who=None, headers=None, client="127.0.0.1", **fields):
    return house.ask("POST", path, who, content=urlencode(fields), headers={**FORM, **(headers or {})}, client=client)


def cookie_of(answer):
    return answer.headers["set-cookie"].split(";")[0].removeprefix(f"{COOKIE}=")


def as_token(house, method, path, token, **more):
    return house.ask(method, path, headers={"Cookie": f"{COOKIE}={token}"}, **more)


def test_the_page_offers_every_demo_person_by_one_button(demo_house):
    answer = demo_house.ask("GET", "/signin")
    assert answer.headers["content-type"].startswith("text/html")
    for button in ("dispatcher", "leader", "officer", "wall"):
        assert f'data-person="{button}"' in answer.text
    assert "值班长" in answer.text
    assert answer.text.index('data-person="wall"') < answer.text.index("更多角色") < answer.text.index("安全管理员")
    assert "张伟" in answer.text
    assert "全市" in answer.text
    assert "演示数据" in answer.text
    assert "<script" not in answer.text


def test_the_page_speaks_english_when_asked(demo_house):
    text = demo_house.ask("GET", "/signin?language=en").text
    assert '<html lang="en">' in text
    assert "Duty dispatcher" in text
    assert "District 01" in text


@pytest.mark.parametrize(("button", "home"), [("dispatcher", "/desk/overview"), ("leader", "/desk/overview"),
                                              ("officer", "/desk/overview"), ("wall", "/wall/hall-1"),
                                              ("street", "/desk/overview"), ("caller", "/desk/overview"),
                                              ("sysadmin", "/desk/people"), ("secadmin", "/desk/grants")])
def test_one_click_leads_home(demo_house, button, home):
    answer = post(demo_house, person=button, next="/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Secure" not in cookie
    way = as_token(demo_house, "GET", "/", cookie_of(answer))
    assert (way.status_code, way.headers["location"]) == (303, home)
    assert as_token(demo_house, "GET", home, cookie_of(answer)).status_code == 200


def test_the_cookie_is_secure_over_https(demo_house):
    answer = demo_house.ask("POST", "/signin", content="person=wall", headers=FORM, base="https://127.0.0.1")
    assert "Secure" in answer.headers["set-cookie"]


def test_demo_people_are_offered_on_this_machine_only(demo_house):
    assert "data-person" not in demo_house.ask("GET", "/signin", client="10.0.0.7").text
    assert post(demo_house, client="10.0.0.7", person="dispatcher").status_code == 401


def test_production_offers_nobody(database, city, tmp_path):
    with database.write(cast.ALICE) as session:
        ensure_demo_people(session, city)
    settings = Settings(data_dir=tmp_path, database_url=str(database.url), profile="production")
    with staged(settings, database) as house:
        assert "data-person" not in house.ask("GET", "/signin").text
        assert post(house, person="dispatcher").status_code == 401


def test_the_right_password_opens(house):
    answer = post(house, login="alice", password=cast.PASSWORD, next="/desk/overview?area=990101")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/overview?area=990101")
    assert as_token(house, "GET", "/desk/overview", cookie_of(answer)).status_code == 200


@pytest.mark.parametrize(("login", "password"), [("alice", "wrong"), ("nobody", "wrong"), ("bo", ""), ("", ""),
                                                 ("alice", ""),
                                                 ("x" * 500, "y" * 500), ("阿丽丝", "😀"), ("' OR 1=1 --", "x")])
def test_a_wrong_password_shows_the_page_again_and_says_so(house, login, password):
    answer = post(house, login=login, password=password, next="/desk/overview")
    assert answer.status_code == 401
    assert WORDS["zh-CN"]["wrong_password"] in answer.text
    assert 'value="/desk/overview"' in answer.text
    assert "set-cookie" not in answer.headers


def test_a_program_is_told_by_the_error_body(house):
    answer = house.ask("POST", "/signin", content="login=alice&password=x", headers={**FORM, "Accept": "*/*"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "wrong_password")


def test_the_fifth_wrong_password_locks_the_account(house):
    for _ in range(5):
        post(house, login="alice", password="wrong")
    answer = post(house, login="alice", password=cast.PASSWORD, language="en")
    assert answer.status_code == 401
    assert WORDS["en"]["locked"] in answer.text


def test_a_wrong_password_stands_on_the_trail_but_an_unknown_name_does_not(house, read):
    from data.models.person import AuditRow

    post(house, login="alice", password="wrong")
    post(house, login="my secret typed into the wrong field", password="wrong")
    with read() as visit:
        assert [row.who for row in visit.session.query(AuditRow).filter(AuditRow.outcome == "refused")] == ["alice"]


def test_signing_in_again_ends_the_session_before(house):
    first = cookie_of(post(house, login="alice", password=cast.PASSWORD))
    second = cookie_of(post(house, login="alice", password=cast.PASSWORD, headers={"Cookie": f"{COOKIE}={first}"}))
    assert first != second
    assert as_token(house, "GET", "/api/v1/cases", first).status_code == 401
    assert as_token(house, "GET", "/api/v1/cases", second).status_code == 200


def test_a_cookie_that_was_planted_is_not_taken_over(house):
    token = cookie_of(post(house, login="alice", password=cast.PASSWORD, headers={"Cookie": f"{COOKIE}=planted"}))
    assert token != "planted"
    assert as_token(house, "GET", "/api/v1/cases", "planted").status_code == 401


def test_signing_out_ends_the_session(house):
    token = cookie_of(post(house, login="alice", password=cast.PASSWORD))
    answer = as_token(house, "POST", "/signout", token)
    assert (answer.status_code, answer.headers["location"]) == (303, "/signin")
    assert f'{COOKIE}=""' in answer.headers["set-cookie"]
    assert as_token(house, "GET", "/api/v1/cases", token).status_code == 401


def test_signing_out_is_no_link(house):
    assert house.ask("GET", "/signout", cast.ALICE).status_code == 405


def test_a_script_chooses_the_language(house):
    assert house.ask("POST", "/language", cast.ALICE, json={"language": "en"}).status_code == 204
    with house.center.database.read(cast.ALICE) as session:
        from data.models.person import Person

        assert session.get_one(Person, "alice").language == "en"


@pytest.mark.parametrize(("asked", "stored"), [("?language=en", "en"), ("", "")])
def test_a_language_chosen_at_the_door_is_kept(demo_house, asked, stored):
    from data.models.person import Person

    offered = re.findall(r'name="language" value="([^"]*)"', demo_house.ask("GET", f"/signin{asked}").text)
    post(demo_house, person="leader", **({"language": offered[0]} if offered else {}))
    with demo_house.center.database.read(cast.ALICE) as session:
        assert session.get_one(Person, "demo-leader").language == stored


def test_a_form_chooses_the_language_and_leads_back(house):
    answer = post(house, "/language", cast.ALICE, language="zh-CN", next="/desk/overview?area=990101")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/overview?area=990101")
    back = post(house, "/language", cast.ALICE, {"Referer": "http://127.0.0.1:8050/wall/hall-1?x=1"}, language="en")
    assert back.headers["location"] == "/wall/hall-1?x=1"


@pytest.mark.parametrize("body", [b'{"language":"fr"}', b'{"language":["en"]}', b'{"language":{}}', b"[]", b"null",
                                  b'"en"', b"{"])
def test_a_language_nobody_speaks_is_refused(standing, body):
    answer = standing.ask("POST", "/language", cast.ALICE, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)


@pytest.mark.parametrize("wanted", [
    "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "evil", "",
    "javascript:alert(1)", "/a\nSet-Cookie: x=y", "/signin", "/signout", "/signin?next=/signin", "/" + "a" * 600,
    "/\x00",
    "http:/evil.example", "//[", "/\t/evil.example",
])
def test_after_signing_in_nobody_is_led_elsewhere(wanted):
    assert safe_next(wanted) == "/"


@pytest.mark.parametrize("wanted", ["/", "/desk/overview", "/desk/overview?area=990101&norm=pop", "/wall/hall-1#x"])
def test_paths_of_this_server_are_kept(wanted):
    assert safe_next(wanted) == wanted


@pytest.mark.parametrize("body", [b"\xff\xfe", b"login=%ff", b"a=1&" * 500, b"login=a%00b&password=x", b"", b"{}",
                                  b"=&=&="])
def test_a_form_that_cannot_be_read_is_refused(standing, body):
    assert 400 <= standing.ask("POST", "/signin", content=body, headers=FORM).status_code < 500


def test_what_is_shown_on_the_page_is_text():
    evil = '"><script>alert(1)</script>'
    offer = Offer(person="x", button=evil, name=evil, name_en=evil, areas=((evil, evil),))
    for language in WORDS:
        text = render(SignInPage(language=language, wanted=evil, offers=(offer,), login=evil, is_demo_city=True))
        assert "<script" not in text
        assert '"><' not in text.replace('"><', "", 0).split("data-person=")[1].split("<strong>")[0]


def test_the_language_is_the_asked_the_settings_or_the_citys():
    assert language_of("en", Settings(language="zh-CN"), "zh-CN") == "en"
    assert language_of("fr", Settings(language="en"), "zh-CN") == "en"
    assert language_of("", Settings(), "en") == "en"
    assert language_of("", Settings(), "") == "zh-CN"


def test_without_a_city_the_page_says_what_to_do(settings, database):
    with staged(settings, database) as house:
        answer = house.ask("GET", "/signin?language=en")
        assert answer.status_code == 200
        assert WORDS["en"]["no_city"] in answer.text
