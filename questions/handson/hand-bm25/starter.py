import math
from collections import Counter


def bm25(query, docs, k1=1.5, b=0.75):
    raise NotImplementedError
