import numpy as np


def reward_loss(chosen, rejected, margin=0.0):
    chosen, rejected = np.asarray(chosen, dtype=float), np.asarray(rejected, dtype=float)
    difference = chosen - rejected - margin
    # −log σ(x) = log(1 + e^−x), and logaddexp(0, −x) computes that without ever forming e^−x alone.
    loss = np.mean(np.logaddexp(0.0, -difference))
    return float(loss), float(np.mean(chosen > rejected))
