import numpy as np


def minhash(items, a, b):
    raise NotImplementedError


def similarity(one, other):
    raise NotImplementedError


def candidates(signatures, bands):
    raise NotImplementedError
