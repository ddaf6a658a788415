"""How cases are handled: in time, more than once, with more time, or not for now."""

from data.figures.definition import Definition

DEFINITIONS = (
    Definition(name="handled", kind="count", unit="cases", numerator=("handled",)),
    Definition(name="handled_in_time", kind="count", unit="cases", numerator=("to_be_handled", "handled_in_time"),
               exclusions=("suspicious", "suspended")),
    Definition(name="late", kind="count", unit="cases", numerator=("to_be_handled", "late"),
               exclusions=("suspicious", "suspended"), good_when="low"),
    Definition(name="on_time_handling_rate", kind="rate", unit="percent", numerator=("handled_in_time",),
               denominator=("to_be_handled",), exclusions=("suspicious", "suspended"), owner="departments",
               good_when="high"),
    Definition(name="reworked", kind="count", unit="cases", numerator=("reworked",), good_when="low"),
    Definition(name="rework_rate", kind="rate", unit="percent", numerator=("reworked",),
               denominator=("ever_handled",), owner="departments", good_when="low"),
    Definition(name="extension_rate", kind="rate", unit="percent", numerator=("extended",),
               denominator=("dispatched",), owner="departments", good_when="low"),
    Definition(name="suspended", kind="count", unit="cases", numerator=("suspended",), good_when="low"),
)
