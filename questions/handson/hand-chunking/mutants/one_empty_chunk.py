"""Makes an empty chunk of an empty text.

Betrays: no-repeat
"""


def chunk(tokens, size, overlap):
    chunks = []
    for start in range(0, len(tokens), size - overlap):
        chunks.append(tokens[start : start + size])
        if start + size >= len(tokens):
            break
    return chunks or [[]]
