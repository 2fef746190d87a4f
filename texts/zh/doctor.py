"""`interviewer doctor` 说的话：中文。"""

from __future__ import annotations

CHECK_SPELLING = "检查一下拼写。"
CORRECT_SETTING = "改正这个环境变量，或 .env 里的那一行。"
CHECK_ADDRESS = "检查一下地址。"
NOT_UNDERSTOOD = "看不懂服务器的回复"
SCHEMA_NEWER = "数据库版本比这个程序新"
INSTALL_NEWER = "请安装新版程序。"
SCHEMA_AT_START = "第一次启动时会自动建立或升级"
SCHEMA_OLDER = "数据库版本比这个程序旧"
UPGRADE = "请运行 `interviewer db upgrade`"
LINT = "请运行 `interviewer bank lint`"
EMBEDDER_OFF = "关（设置成了不用）：按字词比较回答"
EMBEDDER_MISSING = "用不了：按字词比较回答"
INSTALL_EMBEDDER = "安装附加组件：`pip install 'mock-interviewer[local]'`，或设置 INTERVIEWER_EMBEDDING_URL。"
NO_JUDGE = "没有：只能估计谈到了什么，未核实对错"
SET_JUDGE = "想要评委就设置 INTERVIEWER_JUDGE_URL。"
CORRECT_KEY = "改正 INTERVIEWER_JUDGE_API_KEY。"
CORRECT_MODEL = "改正 INTERVIEWER_JUDGE_MODEL。"
CHECK_JUDGE = "用 `interviewer judge check` 验证它能不能胜任。"
ONLY_TERMINAL = "没有 token：只能用终端"
ASK_BOTFATHER = "向 @BotFather 要一个 token，设置 INTERVIEWER_TELEGRAM_TOKEN。"
REJECTED_BY_TELEGRAM = "token 不被接受"
COPY_AGAIN = "把 @BotFather 给的 token 重新抄到 INTERVIEWER_TELEGRAM_TOKEN。"
SPEECH_OFF = "关：收到语音会请对方打字"
INVITED_ONLY = "只有管理员、允许的用户和受邀请的人能用"
OPEN_TO_ALL = "任何人都能用这个机器人"
LIMIT_ACCESS = "要限制就设置 INTERVIEWER_ALLOWED_USERS，或者用 `interviewer people invite` 邀请"
GPU = "有一块 GPU：`interviewer judge serve` 会打印怎样在上面运行评委"


def no_setting(name: str) -> str:
    return f"{name}：没有这个设置"


def no_answer(seconds: int) -> str:
    return f"{seconds} 秒内没有回应"


def check_network(proxies: str) -> str:
    return f"检查一下地址和网络（代理来自 {proxies}）。"


def start_or_check(proxies: str) -> str:
    return f"启动服务，或者检查一下地址和网络（代理来自 {proxies}）。"


def python(version: str, system: str) -> str:
    return f"{version}，{system}"


def bank(questions: int, topics: int, both: int) -> str:
    return f"{topics} 个主题，{questions} 题，其中 {both} 题有中英两种语言"


def problems(number: int, first: str) -> str:
    return f"{number} 个问题：{first}"


def key_rejected(address: str) -> str:
    return f"{address} 不接受这个密钥"


def no_model(wanted: str, listed: str) -> str:
    return f"服务器上没有 {wanted}，它有：{listed}"


def judge_is(model: str, address: str) -> str:
    return f"{model}，在 {address}"


def unreachable(address: str, why: str) -> str:
    return f"连不上 {address}：{why}"


def no_code(why: str) -> str:
    return f"不运行代码：{why}"


def proxies(names: str) -> str:
    return f"正在使用 {names}"
