"""Thinning polygons for a screen without tearing them apart: shared edges stay shared."""

import geopandas as gpd
import numpy as np
import shapely


def tolerance_for(width_degrees: float, pixels: int = 2_400) -> float:
    """Return the Visvalingam-Whyatt tolerance in degrees: half a pixel when the width fills the pixels."""
    return 0.5 * width_degrees / pixels


def simplify_coverage(frame: gpd.GeoDataFrame, tolerance_degrees: float) -> gpd.GeoDataFrame:
    """Return the frame with its polygons simplified as one coverage (GEOS CoverageSimplify).

    Neighbours keep one common edge where they had one. Polygons that vanish keep their shape.
    """
    shapes = frame.geometry.to_numpy()
    thin = shapely.coverage_simplify(shapes, tolerance_degrees)
    lost = shapely.is_empty(thin) | ~shapely.is_valid(thin)
    return frame.set_geometry(gpd.GeoSeries(np.where(lost, shapes, thin), crs=frame.crs, index=frame.index))
