"""A person's Python, run safely: calls go in as plain data, what they return comes out as plain data."""
