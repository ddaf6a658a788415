"""One file for each map layer, as somebody who may see it, somebody who may see a part, and nobody."""
