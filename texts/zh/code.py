"""What is said about code that was run: Chinese."""

from __future__ import annotations

from collections.abc import Mapping

LOAD_FAILED = "代码没法加载："
FIRST_FAILURE = "第一个没过的测试："
PRINTED = "程序打印了："
NO_END = "一直没跑完"
ENDS: Mapping[str, str] = {
    "cpu": "CPU 时间用完了。",
    "wall": "跑得太久，超时了。",
    "memory": "内存用完了。",
    "output": "输出太多了。",
    "died": "测试还没跑完，进程就退出了。",
    "forged": "它往只有测试才能写的地方写了东西。",
    "refused": "这段代码没有运行。",
}


def passed(passed: int, total: int, seconds: float) -> str:
    return f"通过 {passed}/{total} 个测试 · {seconds:.1f} 秒"


def got(text: str) -> str:
    return f"得到：{text}"


def wanted(text: str) -> str:
    return f"应为：{text}"


def raised(kind: str, message: str, line: int, text: str) -> str:
    said = ": ".join(filter(None, (kind, message)))
    return f"{said}（第 {line} 行：{text}）" if line else said
