"""One file for each panel: what it says, to whom, and what it says when there is nothing."""
