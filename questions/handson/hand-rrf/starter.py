def rrf(rankings, k=60, top=None):
    raise NotImplementedError
