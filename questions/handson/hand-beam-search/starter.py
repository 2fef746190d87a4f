import numpy as np


def beam_search(start, step, eos, beams, max_len, alpha=0.0):
    raise NotImplementedError
