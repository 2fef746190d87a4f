"""Takes finished hypotheses out of the beam at once, so that they no longer take a place.

Betrays: finished
"""


def beam_search(start, step, eos, beams, max_len, alpha=0.0):
    beam, done = [([], 0.0)], []
    for _ in range(max_len):
        pool = []
        for tokens, score in beam:
            follow = step[tokens[-1]] if tokens else start
            pool += [(tokens + [b], score + follow[b]) for b in range(len(start))]
        done += [hyp for hyp in pool if hyp[0][-1] == eos]
        beam = sorted([hyp for hyp in pool if hyp[0][-1] != eos], key=lambda hyp: -hyp[1])[:beams]
    ranked = [(tokens, score / len(tokens) ** alpha) for tokens, score in done + beam]
    return sorted(ranked, key=lambda hyp: -hyp[1])[:beams]
