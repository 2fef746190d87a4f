def chunk(tokens, size, overlap):
    raise NotImplementedError
