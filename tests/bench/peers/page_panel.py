"""The page by Panel: patches of Bokeh on canvas, a table that is told 30 rows four times a second.

Run by the peers' own Python: `panel serve page_panel.py`. Bokeh's patches are Panel's quickest way to 20,000
polygons that needs no network; the polygons are read once and shared by all sessions.
"""

import json
import os
import random

import panel as pn
from bokeh.models import ColumnDataSource, DataTable, TableColumn
from bokeh.plotting import figure

pn.extension()
COLOURS = json.loads(os.environ["PEER_COLOURS"])


def shapes() -> dict[str, list]:
    """Return the columns of the polygons."""
    if "shapes" not in pn.state.cache:
        with open(os.environ["PEER_SHAPES"], encoding="utf-8") as file:
            rows = json.load(file)
        pn.state.cache["shapes"] = {
            "xs": [[x for x, _ in row["geometry"]["coordinates"][0]] for row in rows],
            "ys": [[y for _, y in row["geometry"]["coordinates"][0]] for row in rows],
            "colour": [COLOURS[row["class"]] for row in rows]}
    return pn.state.cache["shapes"]


def feed(turn: int) -> dict[str, list]:
    """Return 30 rows."""
    return {"no": [f"{turn}-{n}" for n in range(30)], "text": ["垃圾暴露，请尽快处理"] * 30,
            "state": [random.choice(("待派遣", "处置中", "已结案")) for _ in range(30)]}


drawn = figure(width=880, height=560, output_backend="canvas", tools="pan,wheel_zoom")
drawn.patches("xs", "ys", fill_color="colour", line_color="white", line_width=0.3, source=ColumnDataSource(shapes()))
rows = ColumnDataSource(feed(0))
turns = iter(range(1, 10**9))


def tick() -> None:
    """Tell the table 30 rows."""
    rows.data = feed(next(turns))


pn.state.add_periodic_callback(tick, period=250)
columns = [TableColumn(field=name, title=name) for name in ("no", "text", "state")]
pn.Row(pn.pane.Bokeh(drawn), pn.pane.Bokeh(DataTable(source=rows, columns=columns, width=400, height=560))).servable()
