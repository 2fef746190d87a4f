import numpy as np


def kl_estimates(logp, ref_logp, mask):
    # What the mask hides is set to 0 before exp: inf · 0 would be nan.
    log_ratio = np.where(mask, np.asarray(ref_logp) - np.asarray(logp), 0.0)  # log r, with r = ref / policy
    k1 = -log_ratio
    k2 = log_ratio**2 / 2
    k3 = np.expm1(log_ratio) - log_ratio  # r − 1 − log r ≥ 0; expm1 keeps its digits near r = 1
    kept = max(float(np.sum(mask)), 1.0)  # of an empty mask all sums are 0
    return tuple(float(np.sum(k)) / kept for k in (k1, k2, k3))  # where log r = 0 every k is 0
