import numpy as np


def sinusoidal(positions, dim, base=10000.0):
    raise NotImplementedError
