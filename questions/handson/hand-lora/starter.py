import numpy as np


def lora_forward(x, w, a, b, alpha):
    raise NotImplementedError
