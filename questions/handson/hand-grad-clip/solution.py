import numpy as np


def global_norm(grads):
    # One number for all parameters together: sum the squares of everything, and take one root at the end.
    return float(np.sqrt(sum(np.sum(np.square(grad)) for grad in grads)))


def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    if not np.isfinite(norm):
        # No factor mends an inf or a nan (inf · 0 is nan): the step is skipped.
        return [np.zeros(np.shape(grad)) for grad in grads]
    if norm <= max_norm:
        return list(grads)  # gradients of 0 end here as well, before anything is divided by their norm
    # The same factor for all, so that the direction of the step stays and only its length changes.
    return [grad * (max_norm / norm) for grad in grads]
