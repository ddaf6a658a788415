"""The pictures in docs/screens are those that `make screens` takes, and a page tells of each of them."""

import re

from tests.screens.__main__ import all_pictures
from tests.stand import ROOT

SCREENS = ROOT / "docs" / "screens"


def told() -> list[str]:
    """Return how docs/screens/README.md names pictures; "…" stands for any ending."""
    return re.findall(r"`([a-z0-9…-]+)`", (SCREENS / "README.md").read_text(encoding="utf-8"))


def test_every_picture_that_is_taken_is_kept_and_no_other():
    assert sorted(path.stem for path in SCREENS.glob("*.png")) == sorted(one.name for one in all_pictures())


def test_the_page_tells_of_every_picture():
    named = [re.escape(name.removesuffix("…")) + (".*" if name.endswith("…") else "(-dark)?") for name in told()]
    unnamed = [one.name for one in all_pictures() if not any(re.fullmatch(name, one.name) for name in named)]
    assert not unnamed
