import numpy as np

DIGITS = "0123456789"


def allowed(text, vocab, limit):
    complete = shortest(text) == len(text)
    mask = []
    for token in vocab:
        length = shortest(text + token) if token else None
        mask.append(complete if token == "" else length is not None and length <= limit)
    return mask


def decode(vocab, scores, limit):
    text = ""
    for row in scores:
        mask = allowed(text, vocab, limit)
        # −inf rather than 0, which would win against negative scores; where makes a new array.
        token = vocab[int(np.argmax(np.where(mask, row, -np.inf)))]
        if token == "":
            break
        text += token
    return text


def shortest(text):
    """The length of the shortest array that begins with text, None if there is none."""
    depth = 0
    last = ""  # what stands before: nothing, a bracket, a comma, "0" at the head of a number, or "n" for another number
    for char in text:
        value = last in ("[", ",")  # whether a value may begin here
        if last == "]" and depth == 0:
            return None  # the array was complete
        if char == "[" and (value or last == ""):
            depth += 1
            last = char
        elif char == "]" and depth and last != ",":
            depth -= 1
            last = char
        elif char == "," and last in ("]", "0", "n"):
            last = char
        elif char in DIGITS and (value or last == "n"):
            last = "0" if value and char == "0" else "n"  # after a leading 0 no digit may follow
        else:
            return None
    missing = {"": 2, ",": 1}.get(last, 0)  # "[]", or a value of one digit
    return len(text) + missing + depth
