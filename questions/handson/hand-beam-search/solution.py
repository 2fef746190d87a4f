def beam_search(start, step, eos, beams, max_len, alpha=0.0):
    beam = [([], 0.0)]  # (tokens, sum of log-probabilities), the best first
    for _ in range(max_len):
        pool = []
        for tokens, score in beam:
            if tokens and tokens[-1] == eos:
                pool.append((tokens, score))  # finished: it stays as it is and competes for its place
                continue
            follow = step[tokens[-1]] if tokens else start
            # [*tokens, b] is a new list, so that hypotheses of one parent share nothing.
            pool += [([*tokens, b], score + float(follow[b])) for b in range(len(start))]
        # All extensions of all hypotheses in one ranking. A real model would take the top `beams` of a flat
        # [beams · V] array (np.argpartition) and find the parent as index // V.
        beam = sorted(pool, key=lambda hypothesis: -hypothesis[1])[:beams]
        if all(tokens[-1] == eos for tokens, _ in beam):
            break
    # The length counts only now: within a round it would compare finished hypotheses with unfinished ones.
    ranked = [(tokens, score / len(tokens) ** alpha) for tokens, score in beam]
    return sorted(ranked, key=lambda hypothesis: -hypothesis[1])
