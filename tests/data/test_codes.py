"""Codes: read, checked, made; each scheme by its own name."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import codes
from data.errors import Invalid

DISTRICT = st.builds("{:02d}{:02d}{:02d}".format, st.integers(11, 65), st.integers(1, 90), st.integers(1, 99))
THREE = st.integers(1, 999)
STREET = st.integers(1, 599)


def test_it_reads_a_grid_code_into_division_street_community_and_grid():
    assert codes.read("cn-15", "440310001002003") == {
        "division": "440310", "street": "001", "community": "002", "grid": "003",
    }


@given(DISTRICT, STREET, THREE, THREE)
def test_it_makes_the_grid_code_it_reads(division, street, community, grid):
    code = codes.make("cn-15", division=division, street=street, community=community, grid=grid)
    assert len(code) == 15
    assert {name: int(digits) for name, digits in codes.read("cn-15", code).items()} == {
        "division": int(division), "street": street, "community": community, "grid": grid,
    }


@given(DISTRICT, st.integers(1, 99), st.integers(1, 99), st.integers(1, 999999))
def test_it_makes_the_component_code_it_reads(division, major, minor, serial):
    parts = {"division": division, "major": f"{major:02d}", "minor": f"{minor:02d}", "serial": f"{serial:06d}"}
    assert codes.read("gbt-30428.2-component-16", codes.make("gbt-30428.2-component-16", **parts)) == parts


@given(st.sampled_from(sorted(codes.SCHEMES)), st.text(max_size=24))
def test_any_text_is_either_read_or_refused_with_a_reason(scheme, text):
    reason = codes.fault_of(scheme, text)
    if reason:
        with pytest.raises(Invalid) as refused:
            codes.read(scheme, text)
        assert refused.value.values["reason"] == reason
    else:
        assert "".join(codes.read(scheme, text).values()) == text


@pytest.mark.parametrize(("scheme", "code", "reason"), [
    ("cn-15", "44031000100200", "wrong_length"),
    ("cn-15", "44031000100200x", "not_digits"),
    ("cn-15", "４４０３１０００１００２００３", "not_digits"),
    ("cn-15", "440310001002000", "grid_is_zero"),
    ("cn-15", "440310001000001", "community_is_zero"),
    ("cn-15", "440300001002003", "division_is_not_a_county"),
    ("cn-12", "440310600001", "street_out_of_range"),
    ("cn-12", "440310000001", "street_out_of_range"),
    ("gbt-30428.2-event-10", "4403100100", "class_is_zero"),
    ("gbt-30428.2-class", "0001", "class_is_zero"),
])
def test_it_says_why_a_code_is_wrong(scheme, code, reason):
    assert codes.fault_of(scheme, code) == reason


def test_a_community_service_grid_has_twenty_digits_and_may_be_undivided():
    parts = codes.read("cjt-349-20", "010200" "440310" "001" "601" "00")
    assert (parts["object"], parts["community"], parts["grid"]) == ("010200", "601", "00")


def test_a_scheme_must_be_named():
    with pytest.raises(Invalid) as refused:
        codes.read("the usual one", "440310001002003")
    assert refused.value.code == "unknown_code_scheme"
    assert "cn-15" in refused.value.values["known"]


def test_making_a_code_needs_exactly_the_parts_of_the_scheme():
    with pytest.raises(Invalid) as refused:
        codes.make("cn-12", division="440310", street=1)
    assert refused.value.values["reason"] == "wrong_parts"


def test_a_number_too_large_for_its_part_is_refused():
    with pytest.raises(Invalid) as refused:
        codes.make("cn-15", division="440310", street=1, community=1, grid=1000)
    assert refused.value.values["reason"] == "wrong_length"


def test_ancestors_are_the_prefixes_of_city_district_street_and_community():
    assert codes.ancestors("440310001002003") == ["4403", "440310", "440310001", "440310001002"]


def test_next_codes_follow_the_highest_one_used():
    used = ["4403100010020" + n for n in ("01", "07")] + ["440310001003099"]
    assert codes.next_codes("440310001002", used, 2, 3) == ["440310001002008", "440310001002009"]


def test_next_codes_are_refused_when_the_digits_are_used_up():
    assert len(codes.next_codes("4403", [], 99, 2)) == 99
    with pytest.raises(Invalid) as refused:
        codes.next_codes("4403", [], 100, 2)
    assert refused.value.code == "no_code_left"


@given(st.lists(st.integers(1, 400), unique=True), st.integers(1, 300))
def test_next_codes_are_fresh_nested_and_ascending(used, count):
    taken = [f"9901{number:03d}" for number in used]
    made = codes.next_codes("9901", taken, count, 3)
    assert len(made) == count
    assert made == sorted(made)
    assert not set(made) & set(taken)
    assert all(code.startswith("9901") and len(code) == 7 for code in made)


@pytest.mark.needs_shared_data
def test_every_real_committee_code_of_eight_cities_is_sound(shared_data):
    with (shared_data / "pingshan" / "cn_admin_names" / "villages_selected_cities.csv").open(encoding="utf-8") as lines:
        found = [row["code"] for row in csv.DictReader(lines)]
    faulty = [(code, codes.fault_of("cn-12", code)) for code in found if codes.fault_of("cn-12", code)]
    assert len(found) == 33_546
    assert faulty == []
