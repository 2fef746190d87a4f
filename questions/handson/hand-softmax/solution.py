import numpy as np


def softmax(x, axis=-1):
    # exp(x - m) / sum(exp(x - m)) is the same for every m. With m the maximum of the row the largest
    # exponent is 0: exp cannot overflow, and the sum is at least 1.
    # keepdims leaves a dimension of size 1, so that the maximum of each row lines up with that row again.
    shifted = x - np.max(x, axis=axis, keepdims=True)  # a new array: x stays as it was
    exps = np.exp(shifted)
    return exps / np.sum(exps, axis=axis, keepdims=True)
