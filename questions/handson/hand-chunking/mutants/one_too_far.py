"""Shares one token too few with the chunk before.

Betrays: windows
"""


def chunk(tokens, size, overlap):
    chunks = []
    for start in range(0, len(tokens), size - overlap + 1):
        chunks.append(tokens[start : start + size])
        if start + size >= len(tokens):
            break
    return chunks
