import numpy as np


def cross_entropy_grad(logits, targets, ignore=-100):
    raise NotImplementedError
