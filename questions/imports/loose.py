"""Normalises fields as people name and write them to those of a question file; what conforms stays."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from questions.text import has_han
from questions.topics import find_topic

NAMES = {
    "问题": "question", "题目": "question", "答案": "reference", "参考答案": "reference", "answer": "reference",
    "主题": "topic", "分类": "topic", "category": "topic", "难度": "level", "等级": "level", "difficulty": "level",
    "类型": "kind", "要点": "key_points", "points": "key_points", "提示": "hints", "来源": "sources", "编号": "id",
}  # fmt: skip
POINT = re.compile(r"(?:[-*•]\s*+)?(?:\(?([123])\s*+[):|：、]\s*+)?(.+)")


def tidied(data: Mapping[str, Any]) -> dict[str, Any]:
    """The mapping with known field names, texts under their language, topics by id, an id of its own, nothing empty."""
    found = {NAMES.get(name, name): value for name, value in data.items() if value not in ("", None, [], {})}
    for name in ("question", "scope", "reference"):
        if isinstance(found.get(name), str):
            found[name] = in_its_language(found[name])
    if isinstance(found.get("topic"), str):
        found["topic"] = find_topic(found["topic"]) or slug(found["topic"]) or found["topic"]
    for name in ("key_points", "hints", "sources", "covers", "reviewed"):
        if isinstance(found.get(name), str):
            found[name] = [line.strip() for line in found[name].splitlines() if line.strip()]
    if isinstance(found.get("hints"), list):
        found["hints"] = _hints(found["hints"])
    if isinstance(found.get("sources"), list):
        found["sources"] = [_source(source) for source in found["sources"]]
    if isinstance(found.get("key_points"), list):
        found["key_points"] = [_point(n, point) for n, point in enumerate(found["key_points"], 1)]
    if "question" in found:
        found.setdefault("id", made_up_id(found["question"]))
    return found


def in_its_language(text: str) -> dict[str, str]:
    """A text under the language it is written in."""
    return {"zh" if has_han(text) else "en": text}


def _point(n: int, point: object) -> object:
    """A key point written as one line, with its weight in front if at all: "3: says why"."""
    matched = POINT.fullmatch(point.strip()) if isinstance(point, str) else None
    if matched is None:
        return point
    return {"id": f"p{n}", "weight": int(matched[1] or 2), "text": in_its_language(matched[2])}


def _hints(lines: list[Any]) -> dict[str, list[Any]]:
    return {"zh" if any(has_han(str(line)) for line in lines) else "en": lines}


def _source(source: object) -> object:
    """A source written as one line: a title, with a web address in it or not."""
    if not isinstance(source, str):
        return source
    url = re.search(r"https?://\S+", source)
    title = source.replace(url[0], "").strip(" ,，:：-") if url else source
    return {"title": title or source, "url": url[0] if url else ""}


def slug(text: str) -> str:
    """The text as an id: its letters and digits joined by hyphens; "" where it has none of ASCII."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:48].strip("-")


def made_up_id(question: object) -> str:
    """An id for a question that has none: the first words of its English text, or a name for its content."""
    texts = question if isinstance(question, Mapping) else {}
    words = slug(str(texts.get("en", ""))).split("-")[:6]
    if len(words) >= 2:
        return "-".join(words)
    return f"q-{hashlib.sha256(str(texts.get('zh', question)).encode(errors='replace')).hexdigest()[:10]}"
