"""The dictionary of figures for programs, and summaries that hold to it."""

from tests import cast, pile


def test_a_key_that_reads_cases_reads_what_figures_mean(standing):
    body = standing.ask("GET", "/api/v1/figures", key=standing.key("cases.read")).json()
    names = [one["name"] for one in body["figures"]]
    assert len(names) == len(set(names)) > 50
    assert body["small_sample"] == 20
    assert body["weights"]["voice_score"] == {"response": 0.3, "solved": 0.35, "satisfied": 0.35}
    rate = next(one for one in body["figures"] if one["name"] == "register_rate")
    assert (rate["id"], rate["numerator"], rate["denominator"]) == ("figure.register_rate", ["accepted"], ["decided"])
    assert rate["words"]["zh-CN"] == {"name": "立案率", "formula": "已立案 ÷ 已决定是否立案", "left_out": ""}


def test_somebody_without_the_right_is_refused(standing):
    assert standing.ask("GET", "/api/v1/figures", key=standing.key("events.write")).status_code == 403
    assert standing.ask("GET", "/api/v1/figures").status_code == 401
    assert standing.ask("GET", "/api/v1/figures?x=1", cast.ALICE).status_code == 422


def test_every_figure_of_a_summary_is_in_the_dictionary_and_says_its_counts(house, write):
    with write() as visit:
        pile.put_all(visit, [pile.case(pile.HERE, cast.NOW, state=state) for state in ("accepted", "declined")])
    at = "2026-03-18T10:30:00%2B08:00"
    body = house.ask("GET", f"/api/v1/areas/9901/summary?at={at}", cast.ALICE).json()
    ids = {one["id"] for one in house.ask("GET", "/api/v1/figures", cast.ALICE).json()["figures"]}
    assert {one["definition"] for one in body["figures"]} == ids
    rate = next(one for one in body["figures"] if one["name"] == "register_rate")
    assert (rate["value"], rate["numerator"], rate["denominator"], rate["left_out"]) == (50.0, 1, 2, 0)
    assert rate["as_of"] == body["as_of"]
    backlog = next(one for one in body["figures"] if one["name"] == "backlog")
    assert (backlog["value"], backlog["details"]) == (None, {"why": "not_remembered"})


def test_what_is_open_is_counted_now(house, write):
    with write() as visit:
        pile.put(visit)
    figures = house.ask("GET", "/api/v1/areas/9901/summary", cast.ALICE).json()["figures"]
    assert {one["name"]: one["value"] for one in figures}["backlog"] == 1


def test_a_stranger_s_summary_counts_none_of_it(house, write):
    with write() as visit:
        pile.put(visit, pile.THERE, state="accepted")
    at = "2026-03-18T10:30:00%2B08:00"
    figures = house.ask("GET", f"/api/v1/areas/990101/summary?at={at}", cast.BO).json()["figures"]
    assert {one["name"]: one["value"] for one in figures}["received"] == 0
