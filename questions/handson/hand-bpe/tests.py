"""Wanted values: worked out by hand, and for a longer text a reference that rewrites marked strings."""

from questions.handson.writing import call, case

CORPUS = "the thin thief thinks that the other thing is the better thing then they gather there and then rather bathe"


def slow_train(text, merges):
    """Words as strings of <tokens>; every pair is counted by looking at every place, and merged by replacing text."""
    words, learnt = ["".join(f"<{letter}>" for letter in word) for word in text.split()], []
    for _ in range(merges):
        counts = {}
        for word in words:
            tokens = word.strip("<>").split("><")
            for i in range(1, len(tokens)):
                pair = tokens[i - 1], tokens[i]
                counts[pair] = counts.get(pair, 0) + 1
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        left, right = ranked[0][0]
        learnt.append((left, right))
        words = [word.replace(f"<{left}><{right}>", f"<{left}{right}>") for word in words]
    return learnt


LEARNT = slow_train(CORPUS, 12)

CASES = [
    case("most-frequent", call("train_bpe", "abc abc abd", 1).equals([("a", "b")]), visible=True),
    # After the first merge (b, c) is gone and (ab, c) stands in its place.
    case("most-frequent", call("train_bpe", "abc abc abd", 2).equals([("a", "b"), ("ab", "c")])),
    # Only in one word, but that word comes four times.
    case("most-frequent", call("train_bpe", "xy ab ac xy xy xy ad", 1).equals([("x", "y")])),
    # Twice in one word: after (a, b) the next is (ab, ab).
    case("most-frequent", call("train_bpe", "abab", 2).equals([("a", "b"), ("ab", "ab")])),
    case("most-frequent", call("train_bpe", CORPUS, 12).equals(LEARNT)),
    case("ties", call("train_bpe", "zy ba ca", 1).alike([("b", "a")]), visible=True),
    case("ties", call("train_bpe", "ad ac ab", 3).alike([("a", "b"), ("a", "c"), ("a", "d")])),
    # Without the words' ends (b, a) would come three times, (a, b) only twice.
    case("within-words", call("train_bpe", "cb ab ab ac", 1).alike([("a", "b")])),
    case("within-words", call("train_bpe", "a a  a\na", 3).alike([])),
    case(
        "within-words",
        call("encode_bpe", "ab ba\tb", [("a", "b"), ("b", "b")]).equals(["ab", "b", "a", "b"]),
        visible=True,
    ),
    case("ends", call("train_bpe", "ab", 5).alike([("a", "b")])),
    case("ends", call("train_bpe", "", 3).alike([])),
    case("ends", call("train_bpe", "abcd", 3).alike([("a", "b"), ("ab", "c"), ("abc", "d")])),
    case("rank", call("encode_bpe", "abc", [("b", "c"), ("a", "b")]).equals(["a", "bc"]), visible=True),
    case("rank", call("encode_bpe", "aaaaa", [("a", "a"), ("aa", "aa")]).equals(["aaaa", "a"])),
    case("rank", call("encode_bpe", "abcd xd", [("c", "d"), ("b", "cd"), ("a", "b")]).equals(["a", "bcd", "x", "d"])),
    case("rank", call("encode_bpe", "zz", [("a", "b")]).equals(["z", "z"])),
]
UNTOUCHED = "inputs"
