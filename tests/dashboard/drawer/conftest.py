"""A case opened as the drawer would open it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from dashboard.drawer.opened import open_case
from dashboard.speech import Words
from data.cases import workflow
from tests import cast


@pytest.fixture
def part(read) -> Callable:
    """Return part(builder, case_no, scope=..., language=..., now=...): what the part shows of the case."""
    def built(builder, case_no, *, scope=cast.ALICE, language="en", now=cast.NOW):
        with read(scope=scope, now=now) as visit:
            visit = replace(visit, language=language)
            t = Words(language=language, zone=visit.zone)
            return builder(open_case(visit, t, workflow.find(visit, case_no)))

    return built
