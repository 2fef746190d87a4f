"""The bank: folders over folders, edits over files, and one bad file that harms no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from questions import format
from questions.bank import Bank, bank_of, load_bank, suggest
from questions.format import dump
from questions.topics import TOPICS, topic_named_in
from testing.questions import question


def put(folder: Path, name: str, text: str | bytes) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_one_bad_file_stops_no_other(tmp_path: Path) -> None:
    own = tmp_path / "own"
    put(own, "good.yaml", dump(question("good")))
    put(own, "deep/er/good-two.yml", dump(question("good-two")))
    put(own, "broken.yaml", "id: [")
    put(own, "binary.yaml", b"\xff\xfe\x00")
    put(own, "twice.yaml", dump(question("good")))
    put(own, ".hidden.yaml", "nonsense")
    (own / "gone.yaml").symlink_to(own / "nowhere.yaml")
    found = bank_of((own, tmp_path / "missing"), cache=tmp_path / "cache")
    assert sorted(found.questions) == ["good", "good-two"]
    said = "\n".join(map(str, found.problems))
    assert len(found.problems) == 5, said
    for part in (
        "broken.yaml:",
        "binary.yaml: is not",
        "twice.yaml: id: the id 'good'",
        "gone.yaml: cannot",
        "no such folder",
    ):
        assert part in said


def test_a_folder_of_one_s_own_goes_before_the_packaged_one(tmp_path: Path) -> None:
    packaged = next(iter(load_bank(cache=tmp_path).questions.values()))
    file = put(tmp_path / "own", "mine.yaml", dump(question(packaged.id)))
    found = load_bank((tmp_path / "own",), cache=tmp_path)
    assert found.questions[packaged.id] == question(packaged.id)
    assert found.origins[packaged.id] == str(file)
    assert found.edited == {packaged.id}
    assert found.problems == ()


def test_edits_replace_add_and_retire() -> None:
    files = Bank({id: question(id) for id in ("a", "b", "c")}, (), {id: f"{id}.yaml" for id in "abc"})
    edited = files.with_edits([question("a", level=4), question("new")], ["b", "unknown"])
    assert list(edited.questions) == ["a", "c", "new"]
    assert edited.questions["a"].level == 4
    assert edited.get("b") is None
    assert edited.retired["b"] == question("b")
    assert edited.edited == {"a", "b"}
    assert edited.origins["new"] == "database"
    assert list(edited.with_edits([question("b")]).questions) == ["a", "b", "c", "new"]
    assert list(files.questions) == ["a", "b", "c"]


@pytest.mark.parametrize(
    "name", ["attention", "注意力", "注意力与长上下文", " Long_Context ", "ＡＴＴＥＮＴＩＯＮ", "long context"]
)
def test_a_topic_is_found_by_any_of_its_names(name: str) -> None:
    assert Bank({}).find_topic(name) == "attention"


def test_topics_of_one_s_own_are_found_and_come_last() -> None:
    found = Bank({"a": question("a", topic="our-stack"), "b": question("b", topic="rag")})
    assert found.topics == ("rag", "our-stack")
    assert found.find_topic("Our Stack") == "our-stack"
    assert found.find_topic("nothing") is None


def test_no_two_topics_share_a_name() -> None:
    names = [name for topic in TOPICS for name in (topic.id, topic.name.zh, topic.name.en, *topic.aliases)]
    found = {name: Bank({}).find_topic(name) for name in names}
    for topic in TOPICS:
        assert {found[name] for name in (topic.id, topic.name.zh, topic.name.en, *topic.aliases)} == {topic.id}


def test_near_names_are_suggested() -> None:
    assert suggest("atention")[0] == "attention"
    assert suggest("检锁") == ["rag"]
    assert suggest("zzzz") == []


def test_a_heading_names_its_topic() -> None:
    assert topic_named_in("C. 微调与对齐（SFT / RLHF）") == "finetuning"
    assert topic_named_in("About RAG") == "rag"
    assert topic_named_in("Paragraphs and dragons") is None


def test_headings_that_any_notes_have_name_no_topic_about_the_person() -> None:
    assert topic_named_in("Introduction") is None
    assert topic_named_in("项目经历") is None
    assert topic_named_in("Project notes: RAG") == "rag"


def test_a_second_start_reads_nothing_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_bank(cache=tmp_path)

    def unwanted(text: str, name: str) -> None:
        raise AssertionError(f"{name} was parsed again")

    monkeypatch.setattr(format, "parse", unwanted)
    assert load_bank(cache=tmp_path).questions == first.questions


def test_only_a_changed_file_is_read_again(tmp_path: Path) -> None:
    own, cache = tmp_path / "own", tmp_path / "cache"
    put(own, "a.yaml", dump(question("a")))
    file = put(own, "b.yaml", dump(question("b")))
    bank_of((own,), cache=cache)
    file.write_text(dump(question("b", level=5)))
    assert bank_of((own,), cache=cache).questions["b"].level == 5


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b'{"layout": 1}', b"\xff", None])
def test_a_broken_cache_is_no_matter(tmp_path: Path, broken: bytes | None) -> None:
    own, cache = tmp_path / "own", tmp_path / "cache"
    put(own, "a.yaml", dump(question("a")))
    bank_of((own,), cache=cache)
    (file,) = cache.iterdir()
    text = file.read_text(encoding="utf-8")
    file.write_bytes(text.replace('"KeyPoint"', '"Point"').encode() if broken is None else broken)
    found = bank_of((own,), cache=cache)
    assert found.questions == {"a": question("a")}
    assert found.problems == ()
    assert [one.name for one in cache.iterdir()] == [file.name]


def test_a_cache_that_cannot_be_written_is_no_matter(tmp_path: Path) -> None:
    put(tmp_path, "a.yaml", dump(question("a")))
    assert bank_of((tmp_path,), cache=Path("/dev/null/cache")).questions == {"a": question("a")}
