"""The eight figures of the strip on walls and desks."""

from data.figures.definition import Definition

DEFINITIONS = (
    Definition(name="received_today", kind="told", unit="cases", window="today", numerator=("any_report",)),
    Definition(name="open_now", kind="told", unit="cases", window="now", numerator=("open",)),
    Definition(name="on_time_rate", kind="told", unit="percent", window="week", numerator=("closed_in_time",),
               denominator=("closed", "has_deadline"), exclusions=("suspicious",), good_when="high"),
    Definition(name="overdue_now", kind="told", unit="cases", window="now", numerator=("open", "overdue"),
               good_when="low"),
    Definition(name="first_response", kind="told", unit="minutes", window="day", denominator=("responded",),
               exclusions=("suspicious",), span="response", good_when="low"),
    Definition(name="closed_today", kind="told", unit="cases", window="today", numerator=("closed",),
               good_when="high"),
    Definition(name="units_on_duty", kind="told", unit="units", window="now", numerator=("unit_on_duty",),
               source="unit_register"),
    Definition(name="urgent_unacknowledged", kind="told", unit="cases", window="day",
               numerator=("open", "urgent", "unacknowledged"), good_when="low"),
)
