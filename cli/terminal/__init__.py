"""The interview in a terminal, on a pipe and as JSON lines."""
