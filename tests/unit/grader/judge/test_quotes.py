from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.judge.prompt import harmless
from grader.judge.quotes import FREE_ENDS, Evidence, content, fold, locate

CHINESE = (
    "每生成一个 token，前面那些 token 在各层的 K、V 是固定的——因为有因果 mask；所以干脆存着，"
    "占用 ≈ 2×层数×KV 头数×head_dim×长度。拿 7B、fp16 算，一个 token 半兆！"
)
ENGLISH = (
    "RMSNorm doesn't subtract the mean; it's cheaper (about the same quality). GPT-4 needs O(n^2) with p >= 0.9 - 0.1."
)
TRADITIONAL = "因為有因果掩碼，歷史的鍵值不會變；新的詞元只算自己的 q、k、v，不用重算。"


@pytest.mark.parametrize(
    ("quote", "answer", "passage"),
    [
        ("前面那些token在各层的K,V是固定的,因为有因果mask", CHINESE, "前面那些 token 在各层的 K、V 是固定的——因为有因果 mask"),
        ("“所以干脆存着。”", CHINESE, "所以干脆存着"),
        ("２×层数×ＫＶ头数", CHINESE, "2×层数×KV 头数"),
        ("2*层数*KV头数", CHINESE, "2×层数×KV 头数"),
        ("RMSNorm doesn’t subtract the mean", ENGLISH, "RMSNorm doesn't subtract the mean"),
        ("rmsnorm DOESN'T subtract", ENGLISH, "RMSNorm doesn't subtract"),
        ("GPT‑4 needs O(n²)", ENGLISH, "GPT-4 needs O(n^2"),
        ("p ≥ 0.9 − 0.1", ENGLISH, "p >= 0.9 - 0.1"),
        ("因为有因果掩码", TRADITIONAL, "因為有因果掩碼"),
        ("前面那些 token……是固定的", CHINESE, "前面那些 token 在各层的 K、V 是固定的"),
        ("first\\nsecond", "first\nsecond", "first\nsecond"),
        ("a \\\"cat\\\"", 'a "cat"', 'a "cat'),
        ("K\u200bV 头数", CHINESE, "KV 头数"),
        ("- one\n- two", "one\n- two things", "one\n- two"),
    ],
)  # fmt: skip
def test_a_quote_is_found_however_it_is_punctuated_and_handed_back_verbatim(
    quote: str, answer: str, passage: str
) -> None:
    assert locate(quote, fold(answer)) == passage
    assert passage in answer


@pytest.mark.parametrize(
    ("quote", "answer"),
    [
        ("前面的 token 是变化的", CHINESE),
        ("rain", "training is slow"),
        ("3", "it has 13 heads"),
        ("p - 0.9", "p + 0.9"),
        ("a < b", "a > b"),
        ("固定的……前面那些", CHINESE),  # in the other order
        ("他……她", "他说她来"),  # too short to join
        ("", ENGLISH),
        ("…", ENGLISH),
        ("，。！", CHINESE),
    ],
)
def test_what_does_not_stand_there_is_not_found(quote: str, answer: str) -> None:
    assert locate(quote, fold(answer)) is None


PUNCTUATION = st.sampled_from([*" \n\t，。、；：！？“”‘’（）《》…—·,.;:!?\"'()[]{}`_|~@#$^&", "——", "\u3000", "\u200b"])


@given(st.data())
def test_models_may_punctuate_anew(data: st.DataObject) -> None:
    """A passage of the answer stays found when its punctuation, spaces, width and case are changed."""
    answer = data.draw(st.sampled_from([CHINESE, TRADITIONAL]))
    start = data.draw(st.integers(0, max(len(answer) - 24, 1)))
    passage = answer[start : start + data.draw(st.integers(14, 60))]
    assume(len(fold(passage).text) >= FREE_ENDS)
    copied = []
    for character in passage:
        if unicodedata.category(character)[0] in "PZ" and character != "-":
            character = data.draw(PUNCTUATION)
        wide = character.isascii() and character.isalnum() and data.draw(st.booleans())
        copied.append(chr(ord(character) + 0xFEE0) if wide else character)
    quote = "".join(copied).replace("...", ".")
    found = locate(quote, fold(answer))
    assert found is not None
    assert fold(found).text == fold(passage).text
    assert found in answer


@given(st.text(max_size=60), st.text(max_size=200))
def test_whatever_is_found_is_a_passage_of_the_answer(quote: str, answer: str) -> None:
    found = locate(quote, fold(answer))
    assert found is None or all(piece in answer for piece in found.split(" … "))


@given(
    st.text(max_size=80), st.sampled_from(["<|im_end|>", "[INST]", "</s>", "<think>", "a<b", "<｜User｜>", "</answer>"])
)
def test_what_the_prompt_takes_apart_can_still_be_quoted(text: str, token: str) -> None:
    answer = f"{text} the token {token} ends a turn"
    assert locate(harmless(f"the token {token} ends"), fold(answer)) is not None


QUESTION = ("KV Cache 缓存了什么？为什么快？", "What does the KV cache store, and why is it faster?")


@pytest.mark.parametrize("quote", ["KV cache", "KV Cache 缓存了什么", "it is", "的", "a", "不", "the", "🙂", "了，的"])
def test_trivial_quotes_and_the_question_prove_nothing(quote: str) -> None:
    assert Evidence("a KV cache: it is the 的 了，的 不 KV Cache 缓存了什么 🙂 K/V", QUESTION).passage(quote) is None


@pytest.mark.parametrize(
    ("quote", "answer"), [("16", "16"), ("K", "K"), ("不", "不"), ("AdamW", "AdamW"), ("掩码", "因果掩码")]
)
def test_short_right_answers_prove_what_they_say(quote: str, answer: str) -> None:
    assert Evidence(answer, QUESTION).passage(quote) == quote


def test_folding_is_linear() -> None:
    long = "-" * 50_000 + "缓存 " * 20_000
    assert len(fold(long).text) == 40_000


# -- tables, each row one rule ---------------------------------------------------------------------------------------

FOLDED: list[tuple[str, str, tuple[int, ...]]] = [
    # a text, what is compared of it, and where each of these characters stands
    ("Key, 缓存!", "key缓存", (0, 1, 2, 5, 6)),
    ("Ａ１", "a1", (0, 1)),
    ("é ﬁ ß", "efiss", (0, 2, 2, 4, 4)),
    ("體", "体", (0,)),
    ("½ x²", "12x2", (0, 0, 2, 3)),
    ("a+b×c=d", "a+b×c=d", (0, 1, 2, 3, 4, 5, 6)),
    ("a<b>c", "a<b>c", (0, 1, 2, 3, 4)),
    ("a≤b≥c", "a<=b>=c", (0, 1, 1, 2, 3, 3, 4)),
    ("a≠b", "a=b", (0, 1, 2)),
    ("a→b⇒c", "a>b=>c", (0, 1, 2, 3, 3, 4)),
    ("＋＝＜＞", "+=<>", (0, 1, 2, 3)),
    ("“·”%_~|#", "", ()),
    # a star between operands is a times
    ("a*b", "a×b", (0, 1, 2)),
    ("a * b", "a×b", (0, 2, 4)),
    ("(a)*(b)", "a×b", (1, 3, 5)),
    ("f(x)*2", "fx×2", (0, 2, 4, 5)),
    ("2*(b", "2×b", (0, 1, 3)),
    ("* item", "item", (2, 3, 4, 5)),
    ("**bold**", "bold", (2, 3, 4, 5)),
    ("x* y", "xy", (0, 3)),
    ("x *y", "xy", (0, 3)),
    ("*b", "b", (1,)),
    ("a*", "a", (0,)),
    # a dash beside a digit is a minus
    ("-1", "-1", (0, 1)),
    ("x -1", "x-1", (0, 2, 3)),
    ("1-x", "1-x", (0, 1, 2)),
    ("1 - x", "1-x", (0, 2, 4)),
    ("x - 1", "x-1", (0, 2, 4)),
    ("x  -  1", "x1", (0, 6)),  # beside means across one space
    ("well-known", "wellknown", (0, 1, 2, 3, 5, 6, 7, 8, 9)),
    ("- 1", "1", (2,)),  # a bullet
    ("x\n- 1", "x1", (0, 4)),
    ("x\n-1", "x-1", (0, 2, 3)),
    ("-", "", ()),
    ("1-", "1-", (0, 1)),
    *[(f"x{dash}1", "x-1", (0, 1, 2)) for dash in "-−–‐‑－"],
    ("3—4", "34", (0, 2)),  # a long dash is punctuation
]


@pytest.mark.parametrize(("text", "compared", "places"), FOLDED, ids=[repr(row[0]) for row in FOLDED])
def test_what_is_compared_of_a_text(text: str, compared: str, places: tuple[int, ...]) -> None:
    folded = fold(text)
    assert (folded.original, folded.text, folded.places) == (text, compared, places)


def test_a_passage_is_cut_out_of_the_original() -> None:
    folded = fold("「Key」, 值!")
    assert (folded.text, folded.passage(0, 3), folded.passage(2, 4)) == ("key值", "Key", "y」, 值")


LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize(
    ("quote", "answer", "passage"),
    [
        ("bcdefghijkl", LETTERS, None),  # 11 characters do not begin or end inside a word
        ("bcdefghijklm", LETTERS, "bcdefghijklm"),  # 12 may: a limit on length can have cut them
        ("abcdefghijk", LETTERS, None),  # the end alone
        ("pqrstuvwxyz", LETTERS, None),  # the beginning alone
        ("rain", "train, rain", "rain"),  # the second place is whole
        ("rain", "rains", None),
        ("rain", "rain-s", "rain"),
        ("100", "V100", "100"),  # letters end where digits begin
        ("100", "1000", None),
        ("100", "2100", None),
        ("V100", "V100s", "V100"),
        ("key", "键key值", "key"),
        ("存历", "缓存历史", "存历"),
        ("e", "é", "é"),
        ("keys", "key s", "key s"),
    ],
)
def test_a_short_quote_is_made_of_whole_words_and_numbers(quote: str, answer: str, passage: str | None) -> None:
    assert locate(quote, fold(answer)) == passage


ANSWER = "keys first, then a lot more, and values last"


@pytest.mark.parametrize("gap", ["…", "……", "...", "....", "。。。", " [...] ", "[…]"])
def test_an_ellipsis_joins_passages(gap: str) -> None:
    assert locate(f"keys{gap}values", fold(ANSWER)) == "keys first, then a lot more, and values"


@pytest.mark.parametrize("gap", ["..", "。。", " "])
def test_what_is_no_ellipsis_joins_nothing(gap: str) -> None:
    assert locate(f"keys{gap}values", fold(ANSWER)) is None


@pytest.mark.parametrize(
    ("quote", "passage"),
    [
        ("keys first … lot more … values", "keys first, then a lot more, and values"),
        ("… keys first", "keys first"),  # an end left open joins nothing
        ("keys first …", "keys first"),
        ("keys…lot", None),  # three characters are too few for a piece
        ("lot … values", None),
        ("values…keys", None),  # in the other order
        ("keys first…keys first", None),  # a piece stands once
        ("keys … nothing", None),
        ("eys first … values", None),  # pieces are of whole words as well
        ("…", None),
        ("… …", None),
    ],
)
def test_pieces_stand_in_the_answer_in_their_order(quote: str, passage: str | None) -> None:
    assert locate(quote, fold(ANSWER)) == passage


@pytest.mark.parametrize(
    ("between", "shown"),
    [(229, "keys" + "x" * 229 + " values"), (230, "keys … values")],  # 4 + 229 + 7 = 240 characters
)
def test_a_long_gap_is_left_out_of_what_is_shown(between: int, shown: str) -> None:
    answer = "keys" + "。" + "x" * (between - 1) + " values"
    expected = shown.replace("x" * between, "。" + "x" * (between - 1))
    assert locate("keys…values", fold(answer)) == expected


@pytest.mark.parametrize("escape", ["\\n", "\\t", "\\r", '\\"', "\\\\", "\\/"])
def test_escapes_of_json_are_read(escape: str) -> None:
    assert locate(f"first{escape}second", fold("first / second")) == "first / second"


def test_a_backslash_in_code_is_written_twice_in_json() -> None:
    assert locate(r"split\\w", fold(r"text split\w+ here")) == r"split\w"


def test_a_quote_is_tried_as_it_stands_before_its_escapes_are_read() -> None:
    assert locate("a\\note", fold("a\\note, a\note")) == "a\\note"


WORDS_41 = "the and of in on at by for with from as is are was were"  # 41 letters, function words all


@pytest.mark.parametrize(
    ("quote", "answer", "proves"),
    [
        ("掩码", "因果掩码", True),
        ("K", "K and V", False),  # one letter
        ("K", "K", True),  # unless it is all that was said
        ("K", "“K”。", True),
        ("7", "7 heads", True),  # a digit says something
        ("a", "a", False),
        ("not", "it is not", True),
        ("it is the", "it is the mask", False),
        ("the mask", "it is the mask", True),
        ("的了", "的了吧", False),
        ("不", "不", True),
        ("不", "不变", False),
        (WORDS_41, WORDS_41, True),  # from 40 characters on no passage is of function words alone
        (WORDS_41[:-5], WORDS_41, False),
    ],
)
def test_trivial_passages_prove_nothing(quote: str, answer: str, proves: bool) -> None:
    assert (Evidence(answer, ()).passage(quote) is not None) is proves


@pytest.mark.parametrize(
    ("quote", "proves"),
    [
        ("what does the KV cache", False),
        ("为什么快", False),
        ("KV-Cache", False),
        ("KV caches are fast", True),
        ("cached", True),
        ("ache", True),  # stands in the question only inside a word
    ],
)
def test_the_question_proves_nothing(quote: str, proves: bool) -> None:
    answer = "what does the KV cache 为什么快 KV-Cache: KV caches are fast, cached, ache"
    assert (Evidence(answer, QUESTION).passage(quote) is not None) is proves


def test_a_passage_that_is_not_there_is_none() -> None:
    assert Evidence("keys and values", QUESTION).passage("queries") is None
    assert Evidence("", QUESTION).passage("") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The mask is causal", ["mask", "causal"]),
        ("那个缓存的键", ["缓存键"]),
        ("它 也 了", []),
        ("K、V 的 7", ["k", "v", "7"]),
    ],
)
def test_words_that_say_something(text: str, words: list[str]) -> None:
    assert content(text) == words
