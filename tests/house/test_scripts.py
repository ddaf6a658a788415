"""A name on `yiping` is made by one script: a second would take it away from whoever calls the first."""

import re
from collections import defaultdict

from tests.house.source import shown, text_of, written

MADE = re.compile(r"^\s*yiping\.(\w+) = (?!yiping\.\1\b)", re.MULTILINE)
SET_BY_TWO = {
    "clockSkew": "a number: one script begins it, the watchdog measures it",
    "overlays": "layers from outside stand around our own and hand on what they do not know",
    "refresh": "a page of its own looks again in its own way",
}


def test_each_name_is_made_by_one_script():
    makers = defaultdict(set)
    for name in written(".js"):
        if name.startswith("assets/") and not name.startswith("assets/vendor/"):
            for made in MADE.findall(text_of(name)):
                makers[made].add(name)
    assert "act" in makers, "the scripts make their names in another way now: this test has gone blind"
    assert not (faults := [f"{name}: {', '.join(sorted(files))}" for name, files in makers.items()
                           if len(files) > 1 and name not in SET_BY_TWO]), shown(faults)
