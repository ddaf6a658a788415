"""The detail of cases that ended long ago: files of one table and month each, and the way there and back."""
