import numpy as np


def rms_norm(x, gamma, eps=1e-6):
    # Square, mean, root: one number for each position, [..., 1] against [..., D].
    mean_square = np.mean(np.square(x), axis=-1, keepdims=True)
    # No mean is subtracted. With eps inside the root a position of zeros is 0 / sqrt(eps) = 0.
    return x / np.sqrt(mean_square + eps) * gamma
