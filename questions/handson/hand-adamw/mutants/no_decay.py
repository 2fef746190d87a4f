"""Is Adam.

Betrays: decay
"""

import numpy as np


def adamw_step(w, g, m, v, t, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8, decay=0.01):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    m_hat = m / (1 - b1**t)
    v_hat = v / (1 - b2**t)
    step = m_hat / (np.sqrt(v_hat) + eps)
    return w - lr * (step), m, v
