"""The page: the interview in a browser, rendered on the server."""
