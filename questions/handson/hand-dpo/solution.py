import numpy as np


def dpo_loss(logp, ref_logp, mask, beta=0.1, smoothing=0.0):
    # Of an answer the log-probabilities of its tokens are added up: log π(y|x). Where instead of a product with the mask, so
    # that nothing under it matters. [2, B]
    policy = np.sum(np.where(mask, logp, 0.0), axis=-1)
    reference = np.sum(np.where(mask, ref_logp, 0.0), axis=-1)
    chosen, rejected = policy - reference
    margin = beta * (chosen - rejected)  # [B]
    right = np.logaddexp(0.0, -margin)  # −log σ(margin), without ever forming e^−margin alone
    wrong = np.logaddexp(0.0, margin)
    return float(np.mean((1 - smoothing) * right + smoothing * wrong))
