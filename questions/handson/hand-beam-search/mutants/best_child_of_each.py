"""Lets every hypothesis keep its own best extension, so that no two come from one parent.

Betrays: joint
"""


def beam_search(start, step, eos, beams, max_len, alpha=0.0):
    beam = [([], 0.0)]
    for _ in range(max_len):
        pool = []
        for tokens, score in beam:
            if tokens and tokens[-1] == eos:
                pool.append((tokens, score))
                continue
            follow = step[tokens[-1]] if tokens else start
            children = [(tokens + [b], score + follow[b]) for b in range(len(start))]
            pool += sorted(children, key=lambda hyp: -hyp[1])[: 1 if tokens else beams]
        beam = sorted(pool, key=lambda hyp: -hyp[1])[:beams]
        if all(tokens[-1] == eos for tokens, _ in beam):
            break
    ranked = [(tokens, score / len(tokens) ** alpha) for tokens, score in beam]
    return sorted(ranked, key=lambda hyp: -hyp[1])
