"""The phone's pages: plain HTML, one style, one script, and what lets them work without a network."""
