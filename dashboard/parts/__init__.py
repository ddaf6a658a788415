"""Pure builders used by several panels."""
