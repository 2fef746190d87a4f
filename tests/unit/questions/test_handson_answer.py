"""Code found in what a person sends."""

from __future__ import annotations

import pytest

from questions.handson.answer import code_in

CODE = "def f(x):\n    return x\n"


@pytest.mark.parametrize(
    "sent",
    [
        CODE,
        f"```python\n{CODE}```",
        f"```\n{CODE}```\n",
        f"先看这里：\n```py\n{CODE}```\n就是这样",
        f"```Python\n{CODE}",
        f"  ``` python3\n{CODE}  ```\n",
        f"```python\r\n{CODE}```".replace("\n", "\r\n").replace("\r\r", "\r"),
        CODE.replace("    ", "\u00a0\u00a0\u00a0\u00a0"),
        "\ufeff" + CODE,
    ],
)
def test_the_code_is_found(sent: str) -> None:
    assert code_in(sent) == CODE


def test_blocks_follow_one_another() -> None:
    assert code_in("一\n```\na = 1\n```\n二\n```\nb = 2\n```\n") == "a = 1\n\nb = 2\n"


def test_three_backticks_inside_a_line_are_no_fence() -> None:
    assert code_in('s = "```"\nt = 1\n') == 's = "```"\nt = 1\n'
