def rouge_l(candidate, references):
    words = candidate.split()
    results = [score(words, reference.split()) for reference in references]
    return max(results, key=lambda result: result[2])


def score(candidate, reference):
    common = longest(candidate, reference)
    if common == 0:  # also when one of the two is empty
        return 0.0, 0.0, 0.0
    precision, recall = common / len(candidate), common / len(reference)
    return precision, recall, 2 * precision * recall / (precision + recall)


def longest(one, other):
    # row[j] is the length of the longest common subsequence of what was read of `one` and of other[:j].
    row = [0] * (len(other) + 1)
    for word in one:
        before = row
        row = [0]
        for j, theirs in enumerate(other, start=1):
            row.append(before[j - 1] + 1 if word == theirs else max(before[j], row[j - 1]))
    return row[-1]
