"""The four colours of a warning, what it can be about, and the states it goes through.

Blue, yellow, orange, red are the national warning colours (Ⅳ to Ⅰ). They are no priority of a case, no grade of an
incident and no level of response; those have scales of their own.
"""

LEVELS = ("blue", "yellow", "orange", "red")
"""The mildest first."""
KINDS = ("flood", "rain", "wind", "heat", "fire", "gas", "traffic", "crowd", "epidemic", "supply", "workload", "surge",
         "other")
SENSOR_KINDS = ("water_level", "rain", "flow", "gas", "smoke", "temperature", "wind", "noise", "dust", "tilt")
UNITS = {"water_level": "cm", "rain": "mm/h", "flow": "m3/s", "gas": "%LEL", "smoke": "%/m", "temperature": "°C",
         "wind": "m/s", "noise": "dB(A)", "dust": "µg/m3", "tilt": "°"}
"""In which unit each kind of sensor is read."""
DRAFT, ISSUED, UPDATED, LIFTED, EXPIRED, REFUSED = "draft", "issued", "updated", "lifted", "expired", "refused"
IN_FORCE = (ISSUED, UPDATED)
OPEN = (DRAFT, *IN_FORCE)
HIT, FALSE_ALARM, UNTOLD = "hit", "false_alarm", "untold"


def rank(level: str) -> int:
    """Return 1 for blue to 4 for red, 0 for none of them."""
    return LEVELS.index(level) + 1 if level in LEVELS else 0
