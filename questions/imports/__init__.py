"""Import of questions from Markdown notes, YAML, CSV and JSON. What is unfinished becomes a draft."""
