"""Joins Dash to plain answers: a thread, a visit, the words, and one way to fail.

On the FastAPI backend a plain callback would run on the event loop and stop everybody; here
every answer runs in the center's threads.
"""

import contextlib
import logging
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from dash import ClientsideFunction, Dash, Input, Output, no_update
from dash.development.base_component import Component

from dashboard import filters
from dashboard.center import Center
from dashboard.guard import current_caller
from dashboard.identity import note_refusal
from dashboard.panel import NOTICE, Panel, View
from dashboard.parts.coverage import covered
from dashboard.parts.frame import problem, unfiltered
from dashboard.parts.tree import encode, tree
from dashboard.refusals import new_request_id, refusal_of
from dashboard.refused_page import permissions
from dashboard.speech import LANGUAGES, Words
from data.areas import queries as areas
from data.errors import CityError, NotAllowed, NotFound, NotSignedIn
from data.past import moment
from data.people.sessions import Caller
from data.storage.database import UNAVAILABLE
from data.visit import Visit

LOG = logging.getLogger(__name__)
SMALLEST_TYPE_PX, LARGEST_TYPE_PX, MOST_CARDS = 8, 200, 12
NORMS = ("abs", "pop", "area", "late")

TREE = "tree"
"""An answer's output of this name is components; they travel as a tree for assets/paint.js."""

Answer = Callable[..., dict[str, Any]]


def words_for(visit: Visit, own: Mapping[str, Mapping[str, Any]] | None = None) -> Words:
    """Return the words of a visit, a panel's own in front."""
    words = Words(language=visit.language, zone=visit.zone)
    return words.with_own(own) if own else words


def view_for(visit: Visit, asked: Mapping[str, Any] | None, surface: str) -> View:
    """Return what to look at: what was asked where it can be seen, else the person's home."""
    asked = asked or {}
    area = str(asked.get("area") or "")
    if not is_seen(visit, area):
        area = visit.scope.home(visit.city.code)
    norm, then = asked.get("norm"), moment.settle(visit, str(asked.get("t") or ""))
    only = filters.read(replace(visit, now=then.at) if then.at else visit, asked)
    # A case is known to be overdue or closed now, not what it was by this time then: under a state nothing is compared.
    compare = "none" if only.states else filters.one_of(asked, "cmp", filters.COMPARISONS)
    return View(area=area, norm=norm if norm in NORMS else "abs", surface=surface, t=then.at, t_fault=then.fault,
                type_px=within(asked.get("type"), SMALLEST_TYPE_PX, LARGEST_TYPE_PX, View.type_px),
                cards=int(within(asked.get("cards"), 1, MOST_CARDS, View.cards)), only=only, compare=compare,
                classing=filters.one_of(asked, "cls", filters.CLASSINGS),
                box=asked.get("box"), shape=str(asked.get("shape") or ""))


def within(said: object, lowest: float, highest: float, usual: float) -> float:
    """Return a number that was asked for, brought within bounds; the usual one where it is none."""
    try:
        number = float(str(said))
    except ValueError:
        return usual
    return min(highest, max(lowest, number)) if math.isfinite(number) else usual


def is_seen(visit: Visit, area: str) -> bool:
    """Is there such an area, and inside the person's own?"""
    if not (visit.city.level_of(area) and area.isprintable()):  # no database is asked for what is no code
        return False
    try:
        areas.find(visit, area)
    except NotFound:
        return False
    return True


class Wiring:
    """One per panel: joins the panel's answers to Dash under the panel's permission and words."""

    def __init__(self, app: Dash, center: Center, panel: Panel) -> None:
        self._app, self._center, self._panel = app, center, panel

    def read(self, answer: Answer, *, output: dict[str, Output], inputs: dict[str, Input]) -> None:
        """Answer these inputs with a visit that reads."""
        self._on(answer, output, inputs, writes=False)

    def write(self, answer: Answer, *, output: dict[str, Output], inputs: dict[str, Input]) -> None:
        """Answer these inputs with a visit that writes; a refusal becomes a notice and changes nothing."""
        self._on(answer, output, inputs, writes=True)

    def paint(self, function: str, *, output: Output, inputs: Input) -> None:
        """Let a function of the page's own scripts (`dash_clientside.yiping`) paint what a store holds."""
        self._app.clientside_callback(
            ClientsideFunction("yiping", function), output, inputs, prevent_initial_call=True
        )

    def _on(self, answer: Answer, output: dict[str, Output], inputs: dict[str, Input], *, writes: bool) -> None:
        notice = {} if "notice" in output else {"notice": Output(NOTICE, "data", allow_duplicate=True)}
        wired = {**output, **notice}

        def run(values: dict[str, Any]) -> dict[str, Any]:
            unchanged = dict.fromkeys(wired, no_update)
            opening = self._center.writing if writes else self._center.reading
            caller = require_caller()
            try:
                with opening(caller) as visit:
                    visit.scope.require(self._panel.permission)
                    result = answer(visit, words_for(visit, self._panel.words), **values)
                    _refuse_unknown(result, wired)
                    result = {name: encode(tree(value)) if name == TREE else value for name, value in result.items()}
            except CityError as error:
                if isinstance(error, NotAllowed):
                    self._center.doormen.submit(note_refusal, self._center.database, caller, self._panel.name,
                                                "callback")
                return unchanged | {"notice": self._notice(caller, error)}
            return unchanged | result

        self._app.callback(output=wired, inputs=inputs, prevent_initial_call=True)(in_thread(self._center, run))

    def _notice(self, caller: Caller, error: CityError) -> dict[str, Any]:
        with self._center.reading(caller) as visit:
            return {"text": sentence(words_for(visit), error), "tone": "refused", "id": f"{visit.now.timestamp()}"}


def sentence(t: Words, error: CityError) -> str:
    """Return the words of a refusal."""
    values = {"request_id": "-", "permission": "", "case_no": "", "limit": "", **error.values}
    values["permission"] = permissions(t, str(values["permission"]))
    try:
        return t(f"errors.{error.code}", **values)
    except KeyError:
        return t("errors.invalid")


def in_words(language: str, error: CityError) -> str:
    """Return the words of a refusal where there is no visit: in a caller's language, else the first there is."""
    return sentence(Words(language=language or LANGUAGES[0], zone=ZoneInfo("UTC")), error)


@contextlib.contextmanager
def said_in_words(language: str) -> Iterator[None]:
    """Turn a city's error inside, where no visit is, into a refusal that carries the sentence of a language."""
    try:
        yield
    except CityError as error:
        refusal = refusal_of(error)
        refusal.values = {**refusal.values, "said": in_words(language, error)}
        raise refusal from None


@contextlib.contextmanager
def refused_in_words(visit: Visit) -> Iterator[None]:
    """Turn a city's error inside into a refusal that carries the sentence this visitor reads."""
    try:
        yield
    except CityError as error:
        refusal = refusal_of(error)
        refusal.values = {**refusal.values, "said": sentence(words_for(visit), error)}
        raise refusal from None


def require_caller() -> Caller:
    """Return who is behind this request, put there by the guard. Raises NotSignedIn."""
    caller = current_caller()
    if caller is None:
        raise NotSignedIn()
    return caller


def in_thread(center: Center, run: Callable[[dict[str, Any]], Any]) -> Callable[..., Any]:
    """Return an async callback that runs `run` with the named values in one of the center's threads."""

    async def callback(**values: Any) -> Any:
        try:
            return await center.run(run, values)
        except CityError:
            raise
        except Exception:  # Dash answers 500 and logs nothing; here is the last place that knows why
            LOG.exception("a callback failed")
            raise

    return callback


def _refuse_unknown(result: dict[str, Any], wired: dict[str, Output]) -> None:
    unknown = set(result) - set(wired)
    if unknown:
        raise KeyError(f"an answer names outputs that were not wired: {sorted(unknown)}")


def fill(visit: Visit, view: View, panel: Panel) -> Component | None:
    """Return one panel's content; what goes wrong in it is said in its place and leaves the others alone."""
    t = words_for(visit, panel.words)
    if panel.permission not in visit.scope.may:
        return None if view.is_wall() else _denied(panel, t)
    try:
        return kept(panel.answer(visit, t, view), panel, view, t) if panel.answer else None
    except CityError as error:
        LOG.warning("panel %s was refused: %s", panel.name, error.code)
        return problem(panel.name, t, sentence(t, error))
    except UNAVAILABLE:  # then no panel can be filled: the screen keeps what it has
        raise
    except Exception:
        number = new_request_id()
        LOG.exception("panel %s failed: number %s", panel.name, number)
        return problem(panel.name, t, t("problem.number", number=number))


def _denied(panel: Panel, t: Words) -> Component:
    needed = permissions(t, panel.permission)
    return problem(panel.name, t, t("problem.asks", permission=needed), "denied")


def kept(content: Component, panel: Panel, view: View, t: Words) -> Component:
    """Return a panel's content with what is not in it: areas that are missing, filters it does not keep to."""
    if panel.honours is not None:  # it counts cases
        content = covered(content, t, view)
    missed = view.only.kinds() - (panel.honours if panel.honours is not None else view.only.kinds())
    if missed:
        content.children = [*_listed(content.children), unfiltered(t, missed)]
    return content


def _listed(children: Any) -> list[Any]:
    return list(children) if isinstance(children, list | tuple) else [children]


__all__ = ["Wiring", "fill", "in_thread", "require_caller", "sentence", "view_for", "words_for"]
