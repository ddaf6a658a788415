"""The page's own requests: who may send them, and that nothing malformed reaches Dash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.store_shapes import SHAPES, VALUES
from tests import cast


@pytest.fixture
def house(standing):
    """Ask the server that many tests share: nothing here changes the city."""
    return standing

PATH = "/_dash-update-component"


def stage_request(path="/desk/overview", search="", **changes):
    return {"output": "stage.children", "outputs": {"id": "stage", "property": "children"},
            "changedPropIds": ["url.pathname"],
            "inputs": [{"id": "url", "property": "pathname", "value": path}],
            "state": [{"id": "url", "property": "search", "value": search}], **changes}


def test_a_person_gets_the_page_they_may_see(house):
    answer = house.ask("POST", PATH, cast.ALICE, json=stage_request())
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "desk" in answer.text


def test_nobody_gets_nothing_from_the_page(house):
    answer = house.ask("POST", PATH, json=stage_request())
    assert (answer.status_code, answer.json()["error"]["code"]) in ((401, "not_signed_in"), (403, "wrong_origin"))


def test_what_a_body_says_decides_nothing_about_who_asks(house):
    for value in ("/signin", "/healthz", "/assets/x"):
        body = stage_request(inputs=[{"id": "url", "property": "pathname", "value": value}])
        assert house.ask("POST", PATH, json=body).status_code == 401


def test_a_key_is_no_person(house):
    answer = house.ask("POST", PATH, key=house.key("desk.view", "cases.view"), json=stage_request())
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "person_needed")


@pytest.mark.parametrize("content", [
    b"", b"{}", b"[]", b"null", b"NaN", b'{"output":NaN}', b'"\xff"', b"[" * 100_000, b'{"output":"stage.children"}',
    b'{"output":"stage.children","inputs":[],"outputs":{},"state":[],"changedPropIds":[]}',
    b'{"output":"nothing.children"}',
    b'{"output":["stage.children"]}', b'{"output":{"a":1}}', b'{"a":' * 60 + b"1" + b"}" * 60, b"1" * 5_000,
])
def test_a_malformed_body_is_a_400(house, content):
    answer = house.ask("POST", PATH, cast.ALICE, content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] in ("unreadable_json", "too_deep", "unreadable_request", "unknown_callback")


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded",
                                  "multipart/form-data; boundary=x"])
def test_another_kind_of_body_is_a_415(house, kind):
    answer = house.ask("POST", PATH, cast.ALICE, content=b"{}", headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["error"]["code"]) == (415, "not_json")


def outputs_of(house):
    return {name: one for name, one in house.guard.callbacks.items() if "callback" in one}


def test_every_callback_of_the_page_is_answered_only_in_its_own_shape(house):
    found = outputs_of(house)
    assert len(found) >= 3
    for name, one in found.items():
        inputs = [{"id": "url", "property": "pathname", "value": "/"}] * (len(one["inputs"]) + 1)
        body = {"output": name, "outputs": [], "inputs": inputs, "state": [], "changedPropIds": []}
        assert house.ask("POST", PATH, cast.ALICE, json=body).status_code == 400, name


def test_forged_requests_are_refused_whatever_they_hold(house):
    names = sorted(outputs_of(house))
    piece = st.recursive(st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4) | st.sampled_from(names),
                         lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                             st.sampled_from(["id", "property", "value", "index"]), inner, max_size=3), max_leaves=6)

    @given(st.fixed_dictionaries({"output": st.sampled_from(names) | piece}, optional=dict.fromkeys(
        ("outputs", "inputs", "state", "changedPropIds"), piece)))
    def forge(body):
        assert house.ask("POST", PATH, cast.ALICE, json=body).status_code in (200, 204, 400)

    forge()


def test_slow_answers_do_not_stand_in_each_others_way(house, monkeypatch):
    import threading
    from concurrent.futures import ThreadPoolExecutor

    both = threading.Barrier(2, timeout=10)  # opens when two have come: answers that queue would break it
    monkeypatch.setattr("dashboard.shell.stage", lambda *_, **__: [str(both.wait())])
    house.token(cast.ALICE)
    with ThreadPoolExecutor(2) as browsers:
        futures = [browsers.submit(house.ask, "POST", PATH, cast.ALICE, json=stage_request()) for _ in range(2)]
        assert [future.result().status_code for future in futures] == [200, 200]


def test_every_input_of_the_page_is_described(house):
    parts = [part for one in outputs_of(house).values() for part in one["inputs"] + one["state"]]
    inputs = {f"{part['id']}.{part['property']}" for part in parts}
    assert inputs <= {*SHAPES, *VALUES}


NASTY = [None, True, 0, -1, 1.5, 2**60, "", "x", "\0", "../..", "<script>", "😀", [], [1], {}, {"area": 5},
         {"area": "8888"},
         {"area": "990102"}, {"case": "x"}, {"case_no": ["x"]}, {"norm": {}}, [[]], "9" * 3_000, {"a": {"b": [None]}}]


@pytest.mark.parametrize("who", [cast.ALICE, cast.CHEN], ids=["alice", "chen"])
def test_no_value_of_the_right_shape_is_an_error_of_ours(house, who, caplog):
    failures = []
    for name, one in outputs_of(house).items():
        output = one["output"]
        outputs = [part.to_dict() for part in output] if isinstance(output, list | tuple) else output.to_dict()
        for nasty in NASTY:
            body = {"output": name, "outputs": outputs, "changedPropIds": [],
                    "inputs": [{**part, "value": nasty} for part in one["inputs"]],
                    "state": [{**part, "value": nasty} for part in one["state"]]}
            answer = house.ask("POST", PATH, who, json=body)
            if answer.status_code not in (200, 204, 400):
                failures.append((name[:60], nasty, answer.status_code))
    assert failures == []


def order_request(house, order):
    """Return a request that the drawer's own page would send for an order."""
    name, one = next((name, one) for name, one in outputs_of(house).items()
                     if [part["id"] for part in one["inputs"]] == ["order"])
    return {"output": name, "outputs": [part.to_dict() for part in one["output"]], "changedPropIds": ["order.data"],
            "inputs": [{**one["inputs"][0], "value": order}], "state": []}


HOSTILE = [{"reply": {"contacted": "yes"}}, {"reply": [True]}, {"reply": {"contacted": {"a": True}}}, {"grade": "5"},
           {"grade": 1.5}, {"parts": [["x"]]}, {"parts": [{"text": {"a": 1}}]}, {"parts": "x"}, {"departments": "x"},
           {"departments": [{}]}, {"until": 5}, {"until": ["x"]}, {"into": {}}, {"audience": ["all"]}, {"lead": 1},
           {"pictures": "x"}, {"class_code": 5}, {"department": False}, {"note": "x" * 6_000}, {"units": [1]}]


@pytest.mark.parametrize("more", HOSTILE, ids=str)
def test_an_order_of_a_hostile_shape_is_a_400(house, more):
    order = {"verb": "remark", "case": "26000001", "version": 1, **more}
    assert house.ask("POST", PATH, cast.ALICE, json=order_request(house, order)).status_code == 400


@pytest.mark.parametrize("more", [
    {"colour": "red"}, {"until": "x"}, {"until": "0001-01-01T00:00"}, {"reply": {"contacted": None}}, {"grade": 9},
    {"parts": []}, {"audience": "friends"}, {"into": "x" * 99}, {"departments": [""]},
    {"reply": {"contacted": True, "more": True}},
], ids=str)
def test_an_order_that_makes_no_sense_is_refused_with_a_sentence(house, more):
    order = {"verb": "remark", "case": "26000001", "version": 1, **more}
    answer = house.ask("POST", PATH, cast.ALICE, json=order_request(house, order))
    assert answer.status_code == 200
    assert '"tone":"refused"' in answer.text.replace(" ", "")
