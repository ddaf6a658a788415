"""What may be typed into the search box as a command: one file = one verb. See dashboard/verb.py."""
