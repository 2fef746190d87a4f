"""Takes each word at its first place after the last one.

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
    place = common = 0
    for word in one:
        if word in other[place:]:
            place = other.index(word, place) + 1
            common += 1
    return common
