"""Adds 1 to the cell above, so that one word matches several times.

Betrays: subsequence
"""


def rouge_l(candidate, references):
    return max((score(candidate.split(), reference.split()) for reference in references), key=lambda result: result[2])


def score(candidate, reference):
    common = longest(candidate, reference)
    if common == 0:
        return 0.0, 0.0, 0.0
    precision, recall = common / len(candidate), common / len(reference)
    return precision, recall, 2 * precision * recall / (precision + recall)


def longest(one, other):
    table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            if one[i - 1] == other[j - 1]:
                table[i][j] = max(table[i - 1][j], table[i][j - 1]) + 1
            else:
                table[i][j] = max(table[i - 1][j], table[i][j - 1])
    return table[-1][-1]
