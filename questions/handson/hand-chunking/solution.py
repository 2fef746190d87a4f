def chunk(tokens, size, overlap):
    chunks, start = [], 0
    while start < len(tokens):
        chunks.append(tokens[start : start + size])  # the slice is shorter at the end by itself
        if start + size >= len(tokens):
            break  # the end is reached: one more chunk would hold nothing but overlap
        start += size - overlap
    return chunks
