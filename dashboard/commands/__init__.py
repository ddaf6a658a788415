"""The verbs of the command line, one to a file: every module here has a COMMAND."""
