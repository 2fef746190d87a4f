"""Questions out of other people's files: Markdown notes, YAML, CSV and JSON. What is unfinished becomes a draft."""
