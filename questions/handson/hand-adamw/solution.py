import numpy as np


def adamw_step(w, g, m, v, t, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8, decay=0.01):
    m = b1 * m + (1 - b1) * g  # new arrays: the caller's stay as they are
    v = b2 * v + (1 - b2) * g**2
    # Both averages began at 0 and are too small at first: after t steps their weights add up to 1 - b^t.
    m_hat = m / (1 - b1**t)
    v_hat = v / (1 - b2**t)
    # Decay stands beside the adaptive step. Added to g it would be divided by the root of v like everything else, and
    # weights with large gradients would hardly decay.
    return w - lr * (m_hat / (np.sqrt(v_hat) + eps) + decay * w), m, v
