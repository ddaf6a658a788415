"""The page by Streamlit: shapes of Vega on canvas, a fragment that renews a table of 30 rows four times a second.

Run by the peers' own Python: `streamlit run page_streamlit.py`. Streamlit's maps (pydeck) ask the network for
their style and draw by WebGL, which took more than half a minute where there is no graphics card; Vega needs
neither. The polygons come as a static file, which no session has to be told.
"""

import json
import os
import random

import pandas as pd
import streamlit as st

st.set_page_config(layout="wide")
COLOURS = json.loads(os.environ["PEER_COLOURS"])


CHART = {
    "data": {"url": "/app/static/shapes.json", "format": {"type": "json"}}, "width": 860, "height": 560,
    "projection": {"type": "identity", "reflectY": True},
    "mark": {"type": "geoshape", "stroke": "white", "strokeWidth": 0.3},
    "encoding": {"color": {"field": "class", "type": "nominal", "legend": None,
                           "scale": {"domain": [0, 1, 2, 3, 4], "range": COLOURS}}},
}


@st.fragment(run_every=0.25)
def feed() -> None:
    """Show 30 rows."""
    st.dataframe(pd.DataFrame({
        "no": [f"{random.random():.6f}" for _ in range(30)], "text": ["垃圾暴露，请尽快处理"] * 30,
        "state": [random.choice(("待派遣", "处置中", "已结案")) for _ in range(30)]}), height=560)


left, right = st.columns([2, 1])
with left:
    st.vega_lite_chart(CHART, theme=None)
with right:
    feed()
