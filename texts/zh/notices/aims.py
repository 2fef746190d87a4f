"""备考目标的话：岗位描述、简历、面经：中文。"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from app.messages.aims import (
    AimAsked,
    AimBeingRead,
    AimDropped,
    AimGone,
    AimNotice,
    AimQuestions,
    AimShown,
    Material,
    MaterialKind,
    OfferAsked,
    Offered,
    TooManyAims,
)
from texts import topic_name

KINDS: dict[MaterialKind, str] = {"jd": "岗位描述", "cv": "简历", "mianjing": "面经", "unread": "还没读完"}


def aim(notice: AimNotice) -> str:
    match notice:
        case AimAsked():
            return (
                "把岗位描述、简历或面经贴给我，可以分几条，也可以发文件（文本、网页、PDF、Word），发完点 ✅。\n"
                "出题和复习会向它的主题倾斜。只有你能看到，随时可以删。"
            )
        case AimBeingRead():
            return "收到，正在读。"
        case TooManyAims(most):
            return f"最多存 {most} 份材料，先在 /aim 里删掉一份。"
        case AimShown():
            return "\n".join(_shown(notice))
        case AimQuestions():
            return "\n".join(_questions(notice))
        case OfferAsked(_, texts):
            return (
                "会匿名交给题库管理员的，只有下面这些文字（交出后归题库，/forget 不会收回）：\n"
                + "\n".join(f"· {text}" for text in texts)
                + "\n确定吗？"
            )
        case Offered(questions):
            return f"交上去了：{questions} 道题，没有你的名字。"
        case AimDropped(title):
            return f"已删除：{title}"
        case AimGone():
            return "没有这份材料，或者已经处理过了。/aim 看现有的。"
        case _:
            assert_never(notice)


def _shown(shown: AimShown) -> Iterator[str]:
    if not shown.materials:
        yield "还没有材料：岗位描述、简历、面经都可以。"
        return
    yield "读完了。现在的目标：" if shown.fresh else "现在的目标："
    yield from (f"#{one.id} {_material(one)}" for one in shown.materials)
    if shown.topics:
        yield "\n出题会多出这些主题："
        yield from (f"{one.share:.0%} {topic_name(one.topic, 'zh')}" for one in shown.topics)
    else:
        yield "\n现在没有主题受它影响：没认出主题，或已经过期。"
    if any(one.until is None for one in shown.materials):
        yield "\n面试是哪天？用 /plan 说一声，过了那天就不再倾斜。"


def _material(one: Material) -> str:
    asked = f"，{one.matched + one.own} 道题，题库有 {one.matched} 道" if one.matched + one.own else ""
    until = f"，到 {one.until:%Y-%m-%d}" if one.until else ""
    return f"{KINDS[one.material]}：{one.title}{asked}{until}"


def _questions(asked: AimQuestions) -> Iterator[str]:
    yield asked.title
    for line in asked.shown:
        yield f"\n· {line.text}"
        yield f"→ {line.match}" if line.match else "→ 题库里没有，存为你自己的草稿"
    if asked.more:
        yield f"\n……还有 {asked.more} 道"
    if asked.offered:
        yield "\n题库没有的那些，你已经匿名交给管理员了。"
