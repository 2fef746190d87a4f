"""Adds the overlap to the size of a chunk.

Betrays: windows
"""


def chunk(tokens, size, overlap):
    chunks = []
    for start in range(0, len(tokens), size):
        chunks.append(tokens[start : start + size + overlap])
        if start + size + overlap >= len(tokens):
            break
    return chunks
