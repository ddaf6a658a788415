"""How large type must be: the specification's table, to the pixel, and what a wall can hold then."""

import pytest

from dashboard.walls import reading

TABLE = {0.9375: ((27, 44), (38, 61), (44, 69), (54, 87)), 1.25: ((21, 33), (29, 46), (33, 52), (41, 65)),
         2.5: ((11, 17), (15, 23), (17, 26), (21, 33)),
         0.63: ((41, 65), (57, 90), (65, 103), (81, 129))}
"""Pitch in mm -> (a Chinese character at 16 minutes of arc, a digit at 20) from 5, 7, 8 and 10 m."""


@pytest.mark.parametrize("pitch_mm", TABLE)
def test_type_fills_the_arc_that_the_norm_asks_for(pitch_mm):
    found = tuple(
        (reading.em_px(metres, pitch_mm, arc_minutes=16),
         reading.em_px(metres, pitch_mm, arc_minutes=20, of_em=reading.OF_EM_DIGITS))
        for metres in (5, 7, 8, 10)
    )
    assert found == TABLE[pitch_mm]


@pytest.mark.parametrize(("metres", "pitch_mm", "grown"), [(10, 1.25, 1), (8, 1.25, 0.84), (10, 0.9375, 4 / 3),
                                                           (10, 0.63, 1.984), (20, 0.5, 2.4), (2, 2.5, 0.84)])
def test_it_grows_with_the_distance_and_with_finer_points_within_bounds(metres, pitch_mm, grown):
    assert reading.factor(metres, pitch_mm) == pytest.approx(grown, abs=0.001)


@pytest.mark.parametrize(("grown", "density"), [(0.84, "full"), (1.15, "full"), (1.16, "reduced"), (1.6, "reduced"),
                                                (1.61, "far"), (2.4, "far")])
def test_larger_type_leaves_room_for_less(grown, density):
    assert reading.density_of(grown) == density
