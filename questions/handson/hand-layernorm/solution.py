import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    # One mean and one variance for each position; keepdims leaves [..., 1], which broadcasts against [..., D].
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.var(x, axis=-1, keepdims=True)  # ddof=0: divided by D
    # eps keeps the root away from 0 where all numbers of a position are equal.
    normalised = (x - mean) / np.sqrt(variance + eps)
    return normalised * gamma + beta  # gamma and beta [D] broadcast over every position
