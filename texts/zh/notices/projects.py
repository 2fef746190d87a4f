"""项目的话：讲、存、被追问、对比、更好的讲法：中文。"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from app.messages.projects import (
    DocumentFault,
    DocumentNotFetched,
    DocumentTooLarge,
    DocumentUnexpected,
    DocumentUnreadable,
    ProjectAsked,
    ProjectBetter,
    ProjectCompared,
    ProjectDropAsked,
    ProjectDropped,
    ProjectGoesOn,
    ProjectGone,
    ProjectNameAsked,
    ProjectNotAskedYet,
    ProjectNotice,
    ProjectShown,
    ProjectsListed,
    ProjectTaken,
    Stood,
    TellingDropped,
    TellingEmpty,
    TellingHeard,
    TellingNotice,
    TellingTooLong,
    TooManyProjects,
)

KINDS = {
    "project-engineering": "工程项目",
    "project-research": "科研项目",
    "project-course": "课程项目",
    "other": "项目",
}
FAULTS: dict[DocumentFault, str] = {
    "kind": "不认识这种文件，可以发文本、网页、PDF 或 Word。",
    "locked": "有密码，请去掉密码再发。",
    "pictures": "里面只有图片，没有文字。",
    "long": "内容太多了，请挑要紧的部分发。",
    "damaged": "文件可能坏了。",
}
STOOD: dict[Stood, str] = {
    "covered": "讲清了",
    "half": "讲了一半",
    "missing": "没讲到",
    "touched": "谈到（未核实）",
    "unknown": "未判",
}
SIGNS: dict[Stood, str] = {"covered": "✅", "half": "🌗", "missing": "⚪", "touched": "💬", "unknown": "❔"}


def project(notice: ProjectNotice) -> str:
    match notice:
        case ProjectAsked(kind):
            return (
                f"讲一个你做得最深的{KINDS[kind]}：起因、原来的做法、你自己做的部分、数据、结果、取舍、翻车、下一步，想到哪讲到哪。\n"
                "可以分几条发，也可以发文件（文本、网页、PDF、Word）。讲完点 ✅。"
            )
        case ProjectGoesOn(title, anew):
            return f"{'重新讲' if anew else '接着讲'}《{title}》，可以分几条发，讲完点 ✅。" + (
                "新的讲法会替换原来的。" if anew else ""
            )
        case ProjectsListed():
            return "\n".join(_listed(notice))
        case TooManyProjects(most):
            return f"最多存 {most} 个项目，先删掉一个不用的。"
        case ProjectShown():
            return "\n".join(_shown(notice))
        case ProjectBetter():
            return "\n".join(_better(notice))
        case ProjectCompared():
            return "\n".join(_compared(notice))
        case ProjectNotAskedYet(_, title):
            return f"《{title}》还没被追问过。先点 🎤 被追问一轮，再来看这个。"
        case ProjectNameAsked(title):
            return f"《{title}》改叫什么？直接回复这条消息。"
        case ProjectDropAsked(_, title):
            return f"删掉《{title}》？存下的讲述会删除；已经做过的面试和卡片还留着（/forget 才会全部删除）。"
        case ProjectDropped(title):
            return f"《{title}》已删除。"
        case ProjectTaken(title):
            return f"就用你存的《{title}》作答，下面开始追问。"
        case ProjectGone():
            return "没有这个项目，或者已经处理过了。/project 看现有的项目。"
        case _:
            assert_never(notice)


def telling(notice: TellingNotice) -> str:
    match notice:
        case TellingHeard(characters, _, heard):
            said = f"我读到的是：\n“{heard}”\n\n" if heard else ""
            return f"{said}记下了，共 {characters} 字。还有就接着发，讲完点 ✅。"
        case TellingEmpty():
            return "还没有内容，先发给我。"
        case TellingTooLong(most):
            return f"太长了，这条没有记下：总共最多 {most} 字。"
        case TellingDropped():
            return "好，没有保存。"
        case DocumentUnexpected():
            return (
                "这个文件没有读。先发 /project（讲项目）、/aim（岗位描述、简历、面经）或 /debrief（复盘），再发文件。"
            )
        case DocumentUnreadable(name, why):
            return f"读不了{_file(name)}：{FAULTS[why]}也可以把文字直接贴过来。"
        case DocumentNotFetched(name):
            return f"没能取到{_file(name)}，请再发一次，或者把文字直接贴过来。"
        case DocumentTooLarge(megabytes):
            return f"文件太大，最多 {megabytes} MB。"
        case _:
            assert_never(notice)


def _file(name: str) -> str:
    return f" {name}" if name else "这个文件"


def _listed(listed: ProjectsListed) -> Iterator[str]:
    yield "你的项目：" if listed.projects else "还没有项目。"
    for one in listed.projects:
        yield f"#{one.id} {one.title}（{one.changed:%m-%d}，追问过 {one.rounds} 轮）"


def _shown(shown: ProjectShown) -> Iterator[str]:
    yield f"《{shown.title}》"
    yield f"{KINDS[shown.project_kind]} · {shown.changed:%Y-%m-%d} · 追问过 {shown.rounds} 轮"
    yield ""
    yield shown.text + (f"……（还有 {shown.more} 字）" if shown.more else "")
    if shown.open:
        yield "\n还没讲清的："
        yield from (f"· {text}" for text in shown.open)


def _better(better: ProjectBetter) -> Iterator[str]:
    yield f"《{better.title}》：用你自己的话，按这个顺序讲"
    for number, point in enumerate(better.points, 1):
        yield f"\n{number}. {point.text}"
        yield from (f"“{sentence}”" for sentence in point.sentences)
        if not point.sentences:
            yield "⬜ 缺：这里你还没说过，补一句你自己的。" if point.checked else "⬜ 没看到，可能缺（未核实）"
        elif not point.checked:
            yield "（可能是这里，未核实）"


def _compared(compared: ProjectCompared) -> Iterator[str]:
    yield f"《{compared.title}》：{' → '.join(f'{day:%m-%d}' for day in compared.dates)}"
    for point in compared.points:
        yield f"{' → '.join(SIGNS[stood] for stood in point.stood)} {point.text}".strip()
    shown = {stood for point in compared.points for stood in point.stood}
    if shown:
        yield "\n" + " · ".join(f"{SIGNS[stood]} {words}" for stood, words in STOOD.items() if stood in shown)
