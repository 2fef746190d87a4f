import numpy as np


def quantize(w, group):
    raise NotImplementedError


def dequantize(q, scale):
    raise NotImplementedError
