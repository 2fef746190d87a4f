import numpy as np


def ndcg(relevance, scores, k=None):
    raise NotImplementedError
