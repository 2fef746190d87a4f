"""What a sentence alone tells of its label: `python -m training.surface`.

The baseline of the contradiction model: it does not see the point that a sentence is about. Length, punctuation, digits,
openings and character n-grams in a logistic regression, learnt on the questions that are learnt from, measured on those held
out. Near .5 means that nothing on the surface gives a label away.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union

from questions.bank import load_bank
from questions.model import LANGUAGES, Language
from training.contradiction_data import Authored, read_pairs

MARKS = "，,。.；;：:、？?！!（(“\"'`—-"


def surface_auc(
    learnt: Sequence[Authored], held_out: Sequence[Authored], language: Language
) -> tuple[list[float], list[float]]:
    """Scores of the held-out wrong sentences, and of the right ones, by a model that sees only the sentence."""
    known, labels = _sentences(learnt, language)
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 3), min_df=4, sublinear_tf=True)
    made = make_pipeline(make_union(grams, _Looks()), LogisticRegression(C=1.0, solver="liblinear"))
    made.fit(known, labels)
    asked, due = _sentences(held_out, language)
    scores = made.predict_proba(asked)[:, 1]
    return [float(s) for s, d in zip(scores, due, strict=True) if d], [
        float(s) for s, d in zip(scores, due, strict=True) if not d
    ]


def _sentences(authored: Sequence[Authored], language: Language) -> tuple[list[str], list[bool]]:
    told = [
        (said, wrong)
        for one in authored
        if one.language == language
        for wrong in (False, True)
        for said in (one.wrong if wrong else one.right)
    ]
    return [said for said, _ in told], [wrong for _, wrong in told]


class _Looks:
    """Length, digits and punctuation as features of scikit-learn."""

    def __init__(self) -> None:
        self._vectors = DictVectorizer()

    def fit(self, texts: Sequence[str], labels: object = None) -> _Looks:
        self._vectors.fit([_looks(text) for text in texts])
        return self

    def transform(self, texts: Sequence[str]) -> object:
        return self._vectors.transform([_looks(text) for text in texts])

    def fit_transform(self, texts: Sequence[str], labels: object = None) -> object:
        return self.fit(texts).transform(texts)


def _looks(text: str) -> dict[str, float]:
    found = {f"mark {mark}": float(text.count(mark)) for mark in MARKS}
    return found | {
        "length": len(text) / 50,
        "digits": sum(c.isdigit() for c in text) / 10,
        f"ends {text[-1:]}": 1.0,
        f"opens {text[:2]}": 1.0,
    }


def auc(higher: Sequence[float], lower: Sequence[float]) -> float:
    """The chance that one of `higher` is above one of `lower`; ties count half."""
    one, other = np.asarray(higher)[:, None], np.asarray(lower)
    return float(np.mean((one > other) + 0.5 * (one == other)))


def main() -> None:
    pairs = read_pairs(load_bank([]).questions)
    for language in LANGUAGES:
        wrong, right = surface_auc(pairs.learnt, pairs.held_out, language)
        told = f"{len(wrong)} wrong and {len(right)} right sentences on questions held out"
        print(f"{language}: AUC {auc(wrong, right):.2f} of a baseline that reads the sentence alone ({told})")


if __name__ == "__main__":
    main()
