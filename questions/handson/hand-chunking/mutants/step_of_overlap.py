"""Advances by the overlap.

Betrays: windows
"""


def chunk(tokens, size, overlap):
    chunks = []
    for start in range(0, len(tokens), max(overlap, 1)):
        chunks.append(tokens[start : start + size])
        if start + size >= len(tokens):
            break
    return chunks
