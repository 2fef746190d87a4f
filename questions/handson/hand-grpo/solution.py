import numpy as np


def grpo_loss(logp, old_logp, rewards, mask, clip=0.2):
    # The group is its own baseline: no value network. np.std divides by G (population).
    advantage = (rewards - np.mean(rewards)) / (np.std(rewards) + 1e-6)
    advantage = advantage[:, None]  # [G, 1]: the same for every token of an answer
    ratio = np.exp(logp - old_logp)
    clipped = np.clip(ratio, 1 - clip, 1 + clip)
    # The smaller of the two: no gain beyond the clip range, but a penalty is never clipped away.
    gain = np.minimum(ratio * advantage, clipped * advantage)
    # np.where instead of gain * mask, so that nothing under the mask matters.
    kept = np.sum(mask, axis=1)
    per_answer = np.sum(np.where(mask, gain, 0.0), axis=1) / np.maximum(kept, 1)  # an empty mask gives 0 / 1
    return -float(np.mean(per_answer))
