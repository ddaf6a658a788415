"""A panel's answer, given as the page would ask for it."""

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

import pytest
from dash.development.base_component import Component

from dashboard.panel import View
from dashboard.wiring import fill
from tests import cast


@pytest.fixture
def shown(read) -> Callable[..., Component]:
    """Return shown(module, scope=..., area=..., surface=..., norm=..., language=...): what fills the panel's place."""
    def answer_of(module: ModuleType, *, scope=cast.ALICE, area: str = "9901", surface: str = "desk", norm: str = "abs",
                  language: str = "en", now=cast.NOW, **looked_at) -> Component:
        with read(scope=scope, now=now) as visit:
            return fill(replace(visit, language=language), View(area=area, norm=norm, surface=surface, **looked_at),
                        module.PANEL)

    return answer_of
