"""Finding layers: every module of `layers/shown` that has a LAYER."""

import importlib
import pkgutil
from dataclasses import dataclass

from data.errors import NotFound
from data.scope import PERMISSIONS, Scope
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
    found = [
        importlib.import_module(f"{shown.__name__}.{module.name}").LAYER
        for module in pkgutil.iter_modules(shown.__path__)
    ]
    names = [layer.name for layer in found]
    if len(set(names)) != len(names):
        raise ValueError(f"two layers share a name: {sorted(names)}")
    for layer in found:
        if layer.permission not in PERMISSIONS:
            raise ValueError(f"layer {layer.name} asks for the unknown permission {layer.permission}")
    return Catalog(tuple(sorted(found, key=lambda layer: layer.order)))
