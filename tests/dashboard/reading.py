"""Reading what a panel answered: its words, its hooks, its rows."""

from collections.abc import Iterator
from typing import Any

from dash.development.base_component import Component

from dashboard.parts.tree import Element


def parts(thing: Any) -> Iterator[Component | Element | str]:
    """Yield a component and everything inside it, text included, in reading order."""
    if isinstance(thing, list | tuple):
        for one in thing:
            yield from parts(one)
    elif isinstance(thing, Component | Element):
        yield thing
        yield from parts(getattr(thing, "children", None))
    elif thing is not None:
        yield str(thing)


def words(thing: Any) -> str:
    """Return all text a person would read, with single spaces."""
    return " ".join(" ".join(part for part in parts(thing) if isinstance(part, str)).split())


def props(component: Component | Element) -> dict[str, Any]:
    """Return the component's properties as they go to the page."""
    if isinstance(component, Element):
        return dict(component.attributes)
    return dict(component.to_plotly_json()["props"])


def with_hook(thing: Any, name: str) -> list[Component | Element]:
    """Return the components that carry a hook such as data-case."""
    return [part for part in parts(thing) if isinstance(part, Component | Element) and name in props(part)]


def hooks(thing: Any, name: str) -> list[str]:
    """Return the values of a hook, in reading order."""
    return [props(part)[name] for part in with_hook(thing, name)]
