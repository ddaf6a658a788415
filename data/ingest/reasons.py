"""Every reason an imported row can be rejected for; reports, words and tests list the same."""

from data.cases.intake import REASONS as CASE_REASONS

REASONS = (
    *CASE_REASONS,
    "left_out", "id_used_twice", "no_shape", "broken_polygon", "bad_code", "unknown_parent", "overlaps_another",
    "no_name", "no_unit_found", "unknown_depot", "unknown_material", "bad_quantity", "bad_day", "stock_refused",
)
"""left_out: the mapping's `where` does not want the row. id_used_twice: an earlier row of another name
has the id. overlaps_another: more than half of the polygon is taken by another area of its level.
no_unit_found: no rule of the mapping names a unit. stock_refused: the rules of the ledger refuse the movement.
"""
