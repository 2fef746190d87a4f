import numpy as np


def grpo_loss(logp, old_logp, rewards, mask, clip=0.2):
    raise NotImplementedError
