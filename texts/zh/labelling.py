"""人工标注时说的话：中文。"""

from __future__ import annotations

QUESTION, REFERENCE, ANSWER = "题目", "参考答案", "回答"
NO_ANSWER = "（空白）"
VERDICTS = "1 讲到了 · 2 讲对一半 · 3 没讲到 · 4 讲反了"
KEYS = "b 上一步 · s 跳过这条 · r 再看一遍 · q 保存并退出"
FALSE_STATEMENTS = "要点之外还有说错的吗？没有就回车；小错打 1，大错打 2，几处就打几个（如 1 1 2）"
NOT_A_KEY = "请打 1–4，或 b、s、r、q。"
NOT_FALSE_KEYS = "回车，或用空格隔开的 1 和 2；也可以 b、s、r、q。"
NOTHING_BEFORE = "前面没有了。"
ALL_DONE = "都标完了。"
BAD_NAME = "--by：名字最多 32 个字，只能用文字、数字、- 和 _。"
BAD_PART = "--part 写成 第几个人/一共几人，例如 2/3。"


def start(answers: int, done: int, shared: int, path: str) -> str:
    return (
        f"你要标 {answers} 条回答，已标 {done} 条；其中 {shared} 条每个人都标，用来看人和人是否一致。\n"
        f"只看得到题目、参考答案和回答：没有分数，也没有别人的标注。结果写到 {path}，随时可停，下次接着标。"
    )


def place(number: int, of: int) -> str:
    return f"第 {number}/{of} 条"


def point(number: int, of: int, weight: float, text: str) -> str:
    return f"要点 {number}/{of}（权重 {weight:g}）：{text}"


def left(done: int, of: int, path: str) -> str:
    return f"已标 {done}/{of} 条，存在 {path}。"


def own_file(path: str) -> str:
    return f"--out：{path} 就是要标注的文件，换一个文件名。"
