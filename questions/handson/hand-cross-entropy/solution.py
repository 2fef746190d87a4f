import numpy as np


def cross_entropy(logits, targets, ignore_index=-100):
    rows = np.reshape(logits, (-1, np.shape(logits)[-1]))
    labels = np.reshape(targets, -1)
    # Choose first, index afterwards: -100 is no column.
    kept = labels != ignore_index
    if not kept.any():
        return 0.0
    rows, labels = rows[kept], labels[kept]
    # -log softmax[t] = logsumexp(row) - row[t]. With the maximum taken out no exp overflows, and the log
    # never sees a probability that has underflowed to 0.
    top = rows.max(axis=-1)
    log_total = top + np.log(np.exp(rows - top[:, None]).sum(axis=-1))
    return float(np.mean(log_total - rows[np.arange(len(labels)), labels]))
