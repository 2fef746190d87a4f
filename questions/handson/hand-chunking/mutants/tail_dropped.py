"""Drops what does not fill a chunk.

Betrays: tail
"""


def chunk(tokens, size, overlap):
    chunks = []
    if len(tokens) < size:
        return [tokens] if tokens else []
    for start in range(0, len(tokens) - size + 1, size - overlap):
        chunks.append(tokens[start : start + size])
        if start + size >= len(tokens):
            break
    return chunks
