"""How reports are registered and sent on."""

from data.figures.definition import Definition

DEFINITIONS = (
    Definition(name="received", kind="count", unit="cases", numerator=("received",)),
    Definition(name="accepted", kind="count", unit="cases", numerator=("accepted",)),
    Definition(name="register_rate", kind="rate", unit="percent", numerator=("accepted",), denominator=("decided",)),
    Definition(name="right_dispatch_rate", kind="rate", unit="percent", numerator=("never_returned",),
               denominator=("dispatched",), good_when="high"),
    Definition(name="returned", kind="count", unit="cases", numerator=("dispatched", "returned"), good_when="low"),
    Definition(name="return_rate", kind="rate", unit="percent", numerator=("returned",), denominator=("dispatched",),
               good_when="low"),
    Definition(name="on_time_signing_rate", kind="rate", unit="percent", numerator=("signed_in_time",),
               denominator=("sign_judged",), source="stage_clocks", good_when="high"),
)
