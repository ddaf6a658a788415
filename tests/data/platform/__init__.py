"""Platforms: machine, processes, contents, the registry, the counters."""
