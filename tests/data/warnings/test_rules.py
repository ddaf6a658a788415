"""Rules and plans are files; each fault is told with file, field and reason, and costs its own file alone."""

import pytest

from data.errors import Invalid
from data.warnings.plans import PLANS, plan_of
from data.warnings.rules import RULES
from tests import gauges

GOOD = "title: x\nkind: flood\nindicator: received\nsteps: {blue: 5, red: 9}\n"


def fault(tmp_path, text, folder="warning-rules", name="mine", kind=RULES) -> str:
    gauges.write(tmp_path, folder, name, text)
    with pytest.raises(Invalid) as refused:
        kind.find(name, tmp_path)
    assert refused.value.values["file"] == f"{name}.yaml"
    return f"{refused.value.values.get('line', '')}|{refused.value.values['why']}"


def test_built_in_rules_and_plans_can_all_be_read(tmp_path):
    assert {"rain", "water-level", "waterlogging"} <= set(RULES.names(tmp_path))
    assert list(RULES.faults(tmp_path)) == list(PLANS.faults(tmp_path)) == []
    assert not any(isinstance(one, Invalid) for one in (*RULES.each(tmp_path), *PLANS.each(tmp_path)))


def test_a_file_of_the_same_name_takes_the_place_of_a_built_in_rule(tmp_path):
    gauges.write(tmp_path, "warning-rules", "rain", GOOD + "is_on: false\n")
    assert RULES.find("rain", tmp_path).is_on is False


@pytest.mark.parametrize(("change", "said"), [
    (("kind: flood", "kind: moon"), "kind: one of"), (("blue: 5", "blue: -5"), "steps.blue"),
    (("blue: 5", "blue: .nan"), "steps.blue"), (("blue: 5", "blue: 12"), "steps: each colour"),
    (("received", "sensor"), "sensor: named"), (("indicator: received", "indicator: weather"), "indicator"),
    (("title: x", "title: x\ncolour: red"), "colour"), (("title: x", "title: x\nclear_share: 1"), "clear_share"),
    (("steps: {blue: 5, red: 9}", "steps: {}"), "steps"), (("blue: 5", "pink: 5"), "pink"),
])
def test_what_is_wrong_with_a_rule_is_told_by_its_field(tmp_path, change, said):
    assert said in fault(tmp_path, GOOD.replace(*change))


def test_the_line_of_a_fault_is_told(tmp_path):
    assert fault(tmp_path, GOOD.replace("blue: 5", "blue: -5")).startswith("4|")
    assert fault(tmp_path, GOOD + "minutes: soon\n").startswith("5|minutes")


@pytest.mark.parametrize("text", ["", "[]", "a: [", "x" * 70_000, "title: " + "[" * 400])
def test_what_is_no_rule_at_all_is_told_too(tmp_path, text):
    assert fault(tmp_path, text)


def test_a_plan_is_named_after_a_kind_and_lists_each_item_once(tmp_path):
    one = "title: x\nitems: [{key: a, text: a}, {key: a, text: b}]\n"
    assert "a stands there twice" in fault(tmp_path, one, "warning-plans", "wind", PLANS)
    assert "the file's name" in fault(tmp_path, one.replace("key: a, text: b", "key: b, text: b"), "warning-plans",
                                      "moon", PLANS)


def test_a_plan_wants_more_at_a_higher_level_and_there_may_be_none(tmp_path):
    flood = plan_of("flood", tmp_path)
    assert len(flood.items_at("blue")) < len(flood.items_at("orange")) < len(flood.items_at("red"))
    assert plan_of("other", tmp_path) is None
