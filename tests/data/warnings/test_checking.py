"""The start-up check names the rules there are, or each file at fault with its line."""

from data.warnings import checking
from tests import gauges


def test_it_names_the_rules_or_the_lines_at_fault(settings):
    found = checking.finding(settings)
    assert found.is_fine
    assert "rain" in found.words
    gauges.write(settings.data_dir, "warning-rules", "mine", "title: x\nkind: m\nindicator: open\nsteps: {red: -1}\n")
    gauges.write(settings.data_dir, "warning-plans", "flood", "title: x\nitems: []\n")
    found = checking.finding(settings)
    assert not found.is_fine
    assert "mine.yaml:4: steps.red" in found.words
    assert "flood.yaml:2: items" in found.words
