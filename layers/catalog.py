"""Finding layers: every module of `layers/shown` that has a LAYER."""

from dataclasses import dataclass

from data.collecting import collect_shown
from data.errors import NotFound
from data.scope import Scope
from layers import shown
from layers.layer import Layer


@dataclass(frozen=True)
class Catalog:
    """The layers there are, in drawing order; an immutable value."""

    layers: tuple[Layer, ...]

    def find(self, name: str) -> Layer:
        """Return the layer. Raises NotFound."""
        for layer in self.layers:
            if layer.name == name:
                return layer
        raise NotFound("layer_not_found", layer=name)

    def visible_to(self, scope: Scope) -> tuple[Layer, ...]:
        """Return the layers whose permission the scope holds."""
        return tuple(layer for layer in self.layers if layer.permission in scope.may)


def discover() -> Catalog:
    """Return the catalogue. Raises ValueError for a doubled name or an unknown permission."""
    return Catalog(collect_shown(shown, "LAYER", lambda layer: layer.order))
