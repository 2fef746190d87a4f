"""Moves the last window back so that it is full.

Betrays: tail
"""


def chunk(tokens, size, overlap):
    chunks = []
    for start in range(0, len(tokens), size - overlap):
        start = min(start, max(len(tokens) - size, 0))
        chunks.append(tokens[start : start + size])
        if start + size >= len(tokens):
            break
    return chunks
