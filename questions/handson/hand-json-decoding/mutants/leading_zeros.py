"""Permits digits after a leading 0.

Betrays: grammar
"""

import numpy as np


def allowed(text, vocab, limit):
    length = shortest(text)
    mask = []
    for token in vocab:
        if token == "":
            mask.append(length == len(text))
        else:
            mask.append(shortest(text + token) <= limit)
    return mask


def decode(vocab, scores, limit):
    text = ""
    for row in scores:
        mask = allowed(text, vocab, limit)
        token = vocab[int(np.argmax(np.where(mask, row, -np.inf)))]
        if token == "":
            break
        text += token
    return text


def shortest(text):
    depth, last = 0, ""
    for char in text:
        if last == "]" and depth == 0:
            return np.inf
        if char == "[" and last in ("", "[", ","):
            depth, last = depth + 1, "["
        elif char == "]" and depth > 0 and last != ",":
            depth, last = depth - 1, "]"
        elif char == "," and last in ("]", "0", "n"):
            last = ","
        elif char.isdigit() and last in ("[", ","):
            last = "0" if char == "0" else "n"
        elif char.isdigit() and last in ("0", "n"):
            last = "n"
        else:
            return np.inf
    return len(text) + depth + {"": 2, ",": 1}.get(last, 0)
