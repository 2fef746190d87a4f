import numpy as np


def verify(draft, q, p, accept, draw):
    raise NotImplementedError
