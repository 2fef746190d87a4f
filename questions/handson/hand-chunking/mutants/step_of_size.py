"""Leaves the overlap out.

Betrays: windows
"""


def chunk(tokens, size, overlap):
    chunks = []
    for start in range(0, len(tokens), size):
        chunks.append(tokens[start : start + size])
        if start + size >= len(tokens):
            break
    return chunks
