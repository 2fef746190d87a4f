"""Goes on to the end, which makes chunks of nothing but overlap.

Betrays: no-repeat
"""


def chunk(tokens, size, overlap):
    chunks = []
    for start in range(0, len(tokens), size - overlap):
        chunks.append(tokens[start : start + size])
    return chunks
