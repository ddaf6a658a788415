"""The officer's phone: sign, arrive, photograph, done; without a network; two at once; who leaves takes all along."""

import contextlib
import json
import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests import stand
from tests.browser.officer import City, Phone, entered
from tests.stand import Server

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
SLOW = 15_000
TOO_SMALL = """() => [...document.querySelectorAll('button, nav a, .face, select, summary, .shutter')]
  .filter((one) => one.checkVisibility()).filter((one) => one.getBoundingClientRect().height < 48
    || one.getBoundingClientRect().width < 48).map((one) => one.outerHTML.slice(0, 80))"""
NEAR = {"case_no": "26010100001", "text": "路口垃圾", "class_code": "0101", "distance_m": 23.4, "minutes_ago": 12,
        "supporters": 2, "likeness": 0.8}


@pytest.fixture(scope="module")
def town(server: Server) -> Iterator[City]:
    """The demo city of this module's server."""
    key = stand.command(server.folder, "key", "add", "phone-test", "--may", "events.write").strip().splitlines()[-1]
    with entered(server, "officer") as officer:
        config = json.loads(officer.get("/m/task").text.split('id="config">')[1].split("</script>")[0])
    with contextlib.closing(sqlite3.connect(f"file:{server.folder / 'yiping.db'}?mode=ro", uri=True)) as base:
        unit = base.execute("SELECT unit FROM people WHERE id = ?", (config["person"],)).fetchone()[0]
    with entered(server, "dispatcher") as desk:
        yield City(server=server, key=key, unit=unit, spot=tuple(config["home"]), desk=desk)


@pytest.fixture
def phone(chromium: Browser, town: City):
    """Yield a function that signs somebody in on a phone that was led there by a task's address."""
    opened: list[Phone] = []

    def take_out(person: str = "officer", **more) -> Phone:
        context = chromium.new_context(viewport=PHONE, is_mobile=True, has_touch=True, permissions=["geolocation"],
                                       geolocation={"longitude": town.spot[0] + .001, "latitude": town.spot[1],
                                                    "accuracy": 9}, **more)
        page = context.new_page()
        one = Phone(context, page)
        opened.append(one)
        page.on("pageerror", lambda error: one.complaints.append(str(error)))
        page.goto(f"{town.server.url}/m/task")
        page.click(f"[data-person={person}]")
        ready(page)
        return one

    yield take_out
    for one in opened:
        one.context.close()
    assert [said for one in opened for said in one.complaints] == []


def ready(page: Page) -> None:
    page.wait_for_selector("body[data-ready=true]", timeout=SLOW)


def ready_without_network(one: Phone) -> None:
    """Return once the phone could open its page without a network."""
    one.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    one.page.wait_for_function("() => caches.match('/m/shell').then(Boolean)")


def test_sign_arrive_photograph_done_in_two_presses_each(town: City, phone):
    number = town.case()
    one = phone()
    assert one.page.url.endswith("/m/task")
    one.act(number, "sign")
    town.wait_for(number, "signed")
    one.act(number, "start")
    town.wait_for(number, "in_handling")
    one.open(number)
    with one.page.expect_file_chooser():
        one.card(number).locator("[data-action=remark]").click()
    one.take("#sheet", 1)
    expect(one.page.locator("#sheet figure")).to_have_count(1)
    one.page.click("#sheet [data-action=confirm]")
    expect(one.card(number).locator(".behind figure")).to_have_count(1, timeout=SLOW)
    one.card(number).locator("[data-action=finish]").click()
    one.take("#sheet", 2, 3)
    expect(one.page.locator("#sheet figure")).to_have_count(2)
    one.page.fill("#sheet [name=note]", "已清运")
    one.page.click("#sheet [data-action=confirm]")
    steps = {step["verb"]: step for step in town.wait_for(number, "handled")["events"]}
    assert steps["remark"]["details"]["pictures"] == 1
    assert (steps["finish"]["details"]["pictures"], steps["finish"]["note"]) == (2, "已清运")
    assert steps["start"]["details"]["position"]["accuracy_m"] == 9
    assert steps["start"]["by"] == "陈静"
    expect(one.card(number)).to_have_count(0, timeout=SLOW)


def test_pressed_without_a_network_it_is_sent_in_order_once_there_is_one(town: City, phone):
    number = town.case()
    one = phone()
    ready_without_network(one)
    one.context.set_offline(True)
    one.act(number, "sign")
    expect(one.card(number).locator(".badge")).to_be_visible()
    one.act(number, "start")
    one.card(number).locator("[data-action=finish]").click()
    one.take("#sheet", 4)
    expect(one.page.locator("#sheet figure")).to_have_count(1)
    one.page.click("#sheet [data-action=confirm]")
    expect(one.page.locator("[data-view=outbox] .count")).to_have_text("3")
    assert town.look(number)["status"] == "dispatched"
    one.context.set_offline(False)
    found = town.wait_for(number, "handled")
    assert [step["verb"] for step in found["events"]][-3:] == ["sign", "start", "finish"]
    assert found["events"][-1]["details"]["pictures"] == 1
    expect(one.page.locator("[data-view=outbox] .count")).to_be_hidden(timeout=SLOW)


def test_closing_the_page_without_a_network_loses_nothing(town: City, phone):
    number = town.case()
    one = phone()
    ready_without_network(one)
    one.context.set_offline(True)
    one.act(number, "sign")
    expect(one.page.locator("[data-view=outbox] .count")).to_have_text("1")
    kept = one.page.evaluate("""caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name)
      .then((cache) => cache.keys())))).then((all) => all.flat().map((one) => new URL(one.url).pathname).sort())""")
    assert kept == ["/m/app.webmanifest", "/m/icon.svg", "/m/phone.css", "/m/phone.js", "/m/shell"]
    one.page.close()
    one.page = one.context.new_page()
    one.page.goto(f"{town.server.url}/m/task")
    ready(one.page)
    expect(one.card(number).locator(".badge")).to_be_visible()
    expect(one.page.locator("#net")).to_have_class("is-offline")
    one.act(number, "start")
    one.context.set_offline(False)
    town.wait_for(number, "in_handling")


def test_an_answer_that_was_lost_is_asked_for_again_and_made_once(town: City, phone):
    number = town.case()
    one = phone()
    lost = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    one.context.route("**/moves", lose)
    one.act(number, "sign")
    expect(one.page.locator("body")).to_have_attribute("data-net", "offline")
    assert town.look(number)["status"] == "signed"
    expect(one.page.locator("[data-view=outbox] .count")).to_have_text("1")
    one.page.evaluate("phone.outbox.send()")
    expect(one.page.locator("[data-view=outbox] .count")).to_be_hidden(timeout=SLOW)
    assert lost == [200]
    assert [step["verb"] for step in town.look(number)["events"]].count("sign") == 1


def behind_my_back(town: City, one: Phone) -> str:
    """Return a case that the desk moved on while the officer signed for it and arrived without a network."""
    number = town.case()
    one.page.reload()
    ready(one.page)
    one.context.set_offline(True)
    one.act(number, "sign")
    one.act(number, "start")
    town.move(number, "acknowledge")
    one.context.set_offline(False)
    expect(one.card(number).locator(".held")).to_be_visible(timeout=SLOW)
    return number


def test_who_was_overtaken_sees_what_it_is_now_and_sends_again(town: City, phone):
    one = phone()
    number = behind_my_back(town, one)
    said = one.card(number).locator(".held").inner_text()
    assert "他人刚刚更改" in said
    assert "待签收" in said
    assert "张伟" in said
    assert town.look(number)["status"] == "dispatched"
    one.card(number).locator("[data-held=again]").click()
    assert town.wait_for(number, "in_handling")["events"][-1]["verb"] == "start"


def test_who_was_overtaken_drops_it_and_what_was_to_follow(town: City, phone):
    one = phone()
    number = behind_my_back(town, one)
    one.card(number).locator("[data-held=drop]").click()
    expect(one.page.locator("[data-view=outbox] .count")).to_be_hidden()
    expect(one.card(number).locator("[data-action=sign]")).to_be_visible(timeout=SLOW)
    assert town.look(number)["status"] == "dispatched"


def test_signing_out_warns_of_what_is_unsent_and_clears_the_phone(town: City, phone):
    number = town.case()
    one = phone()
    ready_without_network(one)
    one.context.route("**/moves", lambda route: route.abort())
    one.act(number, "sign")
    expect(one.page.locator("[data-view=outbox] .count")).to_have_text("1")
    one.page.click("summary")
    one.page.click("#leave button")
    expect(one.page.locator("#say")).to_contain_text("1")
    assert one.page.url.endswith("/m/task")
    one.page.click("#leave button")
    one.page.wait_for_url("**/signin*")
    assert one.page.evaluate("caches.keys()") == []
    assert one.page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert one.page.evaluate("localStorage.length") == 0
    assert town.look(number)["status"] == "dispatched"


def test_what_waits_never_goes_out_in_another_person_s_name(town: City, phone):
    number = town.case()
    one = phone()
    one.context.route("**/moves", lambda route: route.abort())
    one.act(number, "sign")
    expect(one.page.locator("[data-view=outbox] .count")).to_have_text("1")
    other = one.context.new_page()
    other.goto(f"{town.server.url}/signin")
    other.click("[data-person=dispatcher]")
    other.wait_for_url(lambda url: "/signin" not in url)
    one.context.unroute("**/moves")
    one.page.evaluate("phone.outbox.send()")
    expect(one.page.locator("#net a")).to_be_visible(timeout=SLOW)
    assert town.look(number)["status"] == "dispatched"
    one.page.click("#net a")
    one.page.click("[data-person=officer]")
    assert [step["by"] for step in town.wait_for(number, "signed")["events"] if step["verb"] == "sign"] == ["陈静"]


def test_who_signs_out_at_the_desk_is_warned_of_what_the_phone_has_to_send(town: City, phone):
    number = town.case()
    one = phone()
    one.context.route("**/moves", lambda route: route.abort())
    one.act(number, "sign")
    expect(one.page.locator("[data-view=outbox] .count")).to_have_text("1")
    one.page.set_viewport_size({"width": 1366, "height": 768})
    one.page.goto(f"{town.server.url}/desk/overview")
    stand.wait_ready(one.page)
    one.page.click("[data-sign-out]")
    expect(one.page.get_by_text("手机页还有 1 条待发送")).to_be_visible()
    assert "/desk/" in one.page.url
    one.page.click("[data-sign-out]")
    one.page.wait_for_url("**/signin*")


def test_returned_with_a_reason_and_more_time_asked(town: City, phone):
    number = town.case()
    one = phone()
    one.open(number)
    one.act(number, "ask_extension")
    expect(one.page.locator("#sheet .fault")).to_be_visible()
    one.page.locator("#sheet .choices label").first.click()
    one.page.click("#sheet [data-action=confirm]")
    expect(one.page.locator("#sheet .fault")).to_have_text("请填写说明")
    one.page.fill("#sheet [name=note]", "等路政")
    one.page.click("#sheet [data-action=confirm]")
    expect(one.card(number)).to_contain_text("已申请延期至", timeout=SLOW)
    one.card(number).locator("[data-action=return]").click()
    one.page.fill("#sheet [name=note]", "不归本网格")
    one.page.click("#sheet [data-action=confirm]")
    assert town.wait_for(number, "returned")["events"][-1]["note"] == "不归本网格"


def test_what_others_handled_is_verified(town: City, phone):
    number = town.case("report")
    free = next(one for one in town.desk.get("/layers/units.geojson").json()["features"]
                if one["properties"]["status"] == "available" and one["properties"]["id"] != town.unit)
    town.move(number, "dispatch", units=[free["properties"]["id"]])
    town.move(number, "start")
    town.move(number, "finish")
    one = phone()
    one.card(number).locator("[data-action=verify]").click()
    one.take("#sheet", 6)
    expect(one.page.locator("#sheet figure")).to_have_count(1)
    one.page.click("#sheet [data-action=confirm]")
    last = town.wait_for(number, "follow_up")["events"][-1]
    assert (last["verb"], last["by"], last["details"]["pictures"]) == ("verify", "陈静", 1)


def test_every_target_is_large_enough_and_nothing_is_cut(town: City, phone):
    town.case(text="a" * 200 + "很长的描述" * 30)
    for width in (360, 390, 430):
        one = phone(locale="zh-CN")
        one.page.set_viewport_size({"width": width, "height": 780})
        for view in ("task", "report", "outbox"):
            one.page.click(f"nav [data-view={view}]")
            small = one.page.evaluate(TOO_SMALL)
            assert small == []
            assert one.page.evaluate("document.documentElement.scrollWidth") == width


def test_a_report_offers_what_is_near_and_goes_out_with_its_pictures(town: City, phone):
    one = phone()
    asked, sent = [], []

    def near(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(json={"items": [NEAR]})

    def take(route: Route) -> None:
        sent.append((route.request.url, route.request.post_data_json))
        route.fulfill(json={"case_no": "26010100002", "supporters": 3})

    one.context.route("**/api/v1/reports/nearby?*", near)
    one.context.route("**/api/v1/reports", take)
    one.context.route("**/support", take)
    one.page.click("nav [data-view=report]")
    one.page.fill("#report [name=text]", "路口有垃圾")
    one.take("#report", 7)
    expect(one.page.locator("#report figure")).to_have_count(1)
    one.page.check("#report [name=urgent]")
    one.page.locator("#pad").press("ArrowRight")
    expect(one.page.locator("#pad-says")).to_contain_text("5")
    one.page.click("#report [type=submit]")
    expect(one.page.locator("#near .near-row")).to_have_count(1, timeout=SLOW)
    with one.page.expect_response("**/api/v1/reports"):
        one.page.click("#near [data-action=report]")
    expect(one.page.locator("[data-view=outbox] .count")).to_be_hidden(timeout=SLOW)
    assert "text=" in asked[0]
    url, body = sent.pop()
    assert url.endswith("/api/v1/reports")
    assert (body["text"], body["urgent"], [len(name) for name in body["pictures"]]) == ("路口有垃圾", True, [64])
    assert abs(body["lon"] - town.spot[0]) < 0.002
    one.page.click("nav [data-view=report]")
    one.page.fill("#report [name=text]", "路口垃圾")
    one.page.click("#report [type=submit]")
    with one.page.expect_response("**/support"):
        one.page.click("#near [data-action=support]")
    expect(one.page.locator("[data-view=outbox] .count")).to_be_hidden(timeout=SLOW)
    url, body = sent.pop()
    assert url.endswith("/api/v1/cases/26010100001/support")
    assert set(body) == {"report_id", "text"}


def test_a_report_without_a_network_waits_on_the_phone(town: City, phone):
    one = phone()
    ready_without_network(one)
    one.context.set_offline(True)
    one.page.goto(f"{town.server.url}/m/report")
    ready(one.page)
    one.page.locator("#pad").press("ArrowUp")
    one.page.fill("#report [name=text]", "树枝折断")
    one.page.click("#report [type=submit]")
    expect(one.page.locator("#outbox .item")).to_have_count(1, timeout=SLOW)
    expect(one.page.locator("#outbox .item")).to_contain_text("树枝折断")


def test_the_page_is_small_and_speaks_both_languages(town: City, phone):
    one = phone()
    town.case()
    whole = 0
    with entered(town.server, "officer") as officer:
        for path in ("/m/task", "/m/phone.js", "/m/phone.css"):
            with officer.stream("GET", path) as answer:
                whole += sum(len(part) for part in answer.iter_raw())
    assert whole < 60_000
    one.page.click("summary")
    one.page.click("[data-do=language]")
    one.page.wait_for_selector("html[lang=en]")
    ready(one.page)
    expect(one.page.locator("nav [data-view=task]")).to_have_text("☰Tasks")
    one.page.click("summary")
    one.page.click("[data-do=language]")
    one.page.wait_for_selector("html[lang=zh-CN]")


def test_a_dispatcher_s_phone_tells_of_what_is_covered_less_than_asked_with_the_moves(phone):
    move = {"text": "调 <b>1</b> 号车", "gains": "补回 3 格"}
    gaps = [{"kind": "fire", "is_short": True, "text": "消防缺口", "moves": [move]},
            {"kind": "medical", "is_short": True, "text": "急救缺口", "moves": []},
            {"kind": "police", "is_short": False, "text": "巡警缺口", "moves": []}]
    one = phone("dispatcher")
    one.context.route("**/coverage-gaps", lambda route: route.fulfill(json={"gaps": gaps}))
    one.page.evaluate("phone.gaps.ask()")
    one.page.wait_for_selector("#gaps:not([hidden]) li")
    said = one.page.inner_text("#gaps")
    for part in ("消防缺口", "调 <b>1</b> 号车 · 补回 3 格", "没有空闲力量可以补位"):
        assert part in said
    assert "巡警缺口" not in said, "that is covered as asked"
    one.context.unroute("**/coverage-gaps")
    one.context.route("**/coverage-gaps", lambda route: route.abort())
    one.page.evaluate("phone.gaps.ask()")
    one.page.wait_for_selector("#gaps", state="hidden")
    assert phone().page.query_selector("#gaps") is None, "an officer hears of none"
