import numpy as np


def alibi_slopes(heads):
    raise NotImplementedError


def add_alibi(scores):
    raise NotImplementedError
