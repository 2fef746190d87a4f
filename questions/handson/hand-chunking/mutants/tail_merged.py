"""Appends a short rest to the last chunk.

Betrays: tail
"""


def chunk(tokens, size, overlap):
    chunks = []
    for start in range(0, len(tokens), size - overlap):
        chunks.append(tokens[start : start + size])
        if start + size >= len(tokens):
            break
    if len(chunks) > 1 and len(chunks[-1]) < size:
        rest = chunks.pop()[overlap:]
        chunks[-1] = chunks[-1] + rest
    return chunks
