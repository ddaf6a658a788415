"""One file is one outside protocol."""
