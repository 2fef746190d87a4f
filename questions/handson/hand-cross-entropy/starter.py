import numpy as np


def cross_entropy(logits, targets, ignore_index=-100):
    raise NotImplementedError
