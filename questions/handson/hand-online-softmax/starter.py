import numpy as np


def attend(q, k, v):
    raise NotImplementedError


def merge(one, other):
    raise NotImplementedError


def finish(state):
    raise NotImplementedError
