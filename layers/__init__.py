"""Floor 2: the city as geometry and analysis. Frames in, frames out; no Dash, no SQL."""
