"""How long the steps take, in natural hours; closings that are not believed are left out."""

from data.figures.definition import Definition


def _both(span: str, *, owner: str = "dispatch_centre") -> tuple[Definition, Definition]:
    median, ninth = (Definition(name=f"{span}_{kind}", kind=kind, unit="hours", span=span, exclusions=("suspicious",),
                                owner=owner, good_when="low") for kind in ("median", "p90"))
    return median, ninth


DEFINITIONS = (*_both("response"), *_both("dispatch"), *_both("handling", owner="departments"), *_both("closing"))
