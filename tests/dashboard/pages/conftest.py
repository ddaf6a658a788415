"""A page's answer and its acts, given as the browser would ask for them."""

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from dashboard.page import FOUND, Came
from dashboard.wiring import words_for
from tests import cast


@pytest.fixture
def page(read) -> Callable[..., Any]:
    """Return page(module, scope=..., area=..., language=..., now=..., **fields): the page's content."""
    def answer_of(module: ModuleType, *, scope=cast.ALICE, area: str = "9901", language: str = "en", now=cast.NOW,
                  **fields: str) -> Any:
        one = module.PAGE
        with read(scope=scope, now=now) as visit:
            visit = replace(visit, language=language)
            asked = {"area": area, **dict.fromkeys(one.fields, ""), **fields}
            return one.answer(visit, words_for(visit, one.words), asked)

    return answer_of


@pytest.fixture
def press(write) -> Callable[..., Came]:
    """Return press(module, act, given, scope=..., language=..., now=...): what came of pressing something."""
    def done(module: ModuleType, act: str, given: dict[str, Any], *, scope=cast.ALICE, language: str = "en",
             now=cast.NOW) -> Came:
        one = module.PAGE
        with write(scope=scope, now=now) as visit:
            visit = replace(visit, language=language)
            one.require(visit.scope)
            t = words_for(visit, one.words)
            before = {FOUND: one.finds[act](visit, t, given)} if act in one.finds else {}
            return one.acts[act](visit, t, {**given, **before})

    return done
