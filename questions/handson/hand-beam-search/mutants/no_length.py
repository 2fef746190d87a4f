"""Ignores alpha.

Betrays: length
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
            pool += [(tokens + [b], score + follow[b]) for b in range(len(start))]
        beam = sorted(pool, key=lambda hyp: -hyp[1])[:beams]
        if all(tokens[-1] == eos for tokens, _ in beam):
            break
    ranked = [(tokens, score) for tokens, score in beam]
    return sorted(ranked, key=lambda hyp: -hyp[1])
