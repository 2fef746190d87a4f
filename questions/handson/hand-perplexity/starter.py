import math

import numpy as np


def windows(n, size, stride):
    raise NotImplementedError


def perplexity(logps, parts):
    raise NotImplementedError
