"""Cuts the front off the caller's list.

Betrays: inputs
"""


def chunk(tokens, size, overlap):
    chunks = []
    while tokens:
        chunks.append(tokens[:size])
        if len(tokens) <= size:
            del tokens[:]
        else:
            del tokens[: size - overlap]
    return chunks
