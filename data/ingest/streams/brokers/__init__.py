"""The kinds of brokers, one to a file: every module here has a STREAM."""
