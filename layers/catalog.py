"""Finding layers: every module of `layers/shown` that has a LAYER."""

from dataclasses import dataclass

from data.collecting import collect, require_sound
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
    found: list[Layer] = collect(shown, "LAYER")
    require_sound("layer", found)
    return Catalog(tuple(sorted(found, key=lambda layer: layer.order)))
