"""只有网页上才说的话：中文。"""

from __future__ import annotations

from texts.zh.interview import place

TITLE = "模拟面试"
SKIP_LINK = "跳到正文"
NAV = "页面"
NAV_INTERVIEW = "面试"
CONVERSATION = "对话"
YOU = "你"
YOUR_TURN = "请回答"
YOUR_ANSWER = "你的回答"
ANSWER_HERE = "慢慢说。"
SKIPPED = "跳过了"
MORE_HERE = "评分的时候还可以补充。"
SEND = "发送"
SENDING = "正在发送……"
NO_NETWORK = "连不上网络。回答已经存好，连上后自动发送。"
OFFLINE = "正在连接……你写的内容都留着。"
IN_THE_BOX = "题目已经换了，你写的还在输入框里。"
TOO_LONG = "太长了，发不出去。"
WENT_WRONG = "没有成功，请再试一次。"
CANCEL = "不补充了"
STOP_SURE = "结束这场面试？之后可以接着面。"
TAKE_BACK_SURE = "撤回这个回答，重新回答？只能撤回一次。"
MORE_ACTIONS = "更多"
NEW_INTERVIEW = "开始新面试"
BEGIN = "开始"
WARMUP = "来一道简单的"
TOPIC = "主题"
LEVEL = "难度"
QUESTIONS = "题数"
MODE = "模式"
COACH = "陪练：每答完一题就有反馈"
EXAM = "模考：最后才看结果"
WHERE_YOU_STAND = "你现在的水平？"
POINT = "要点"
REASON = "为什么？"
CONTEST = "提出申诉"
DEBRIEF = "逐题回顾"
CODE = "你的代码"
CODE_LABEL = "你的 Python 代码"
CODE_KEYS = "Ctrl + Enter 运行测试；先按 Esc 再按 Tab 离开编辑器。"
RUN = "运行测试"
CODE_ANEW = "从头写"
CODE_CHANGED = "把代码换回题目一开始的样子？"
CODE_MOVED = "这道题已经过去了，代码还在编辑器里。"
TESTS = "看得到的测试"
TESTS_HIDDEN = "其他测试："
INDENT = "缩进"
DEDENT = "减少缩进"
UNDO = "撤销"
PARKED = "留到电脑上做的题"
NAV_TODAY = "今天"
NAV_REPORT = "报告"
NAV_HISTORY = "历史"
TODAY_TITLE = "今天"
DRILL = "今天的练习"
DRILL_NONE = "现在没有到期的要点，练习会出新题。"
DRILL_SETTINGS = "每日一练"
DRILL_AT = "几点开始"
DRILL_MINUTES = "每天几分钟"
SAVE = "保存"
DRILL_OFF = "关掉"
PLAN = "面试日期"
PLAN_DAY = "哪一天"
PLAN_DROP = "不定日期了"
EXPORTS = "带走"
EXPORT_HTML = "网页报告"
EXPORT_PNG = "图"
EXPORT_JSON = "JSON 报告"
EXPORT_CSV = "没答到的要点（表格）"
EXPORT_ANKI = "没答到的要点（Anki）"
EXPORT_ALL = "关于你的全部数据"
HISTORY_TITLE = "你的面试"
HISTORY_NONE = "还没有面试。"
OLDER = "更早的"
FILTER = "只看含有这些字的"
STILL_OPEN = "这一场还没结束，没答完的题先不显示。"
SIGN_IN = "登录"
SIGN_IN_HOW = "在机器人里用 /web 要一个链接，或打开收到的链接，或输入你的登录码。"
CODE_OF_ENTRY = "登录码"
NOT_IN = "没能登录：链接或登录码已用过、过期或不对，或者你没有权限。"
LINK_ONCE = "用这个链接可以在这台设备上登录，只能用一次。"
ACCOUNT = "账号"
NAV_ACCOUNT = "账号"
CODE_WHAT_FOR = "用它可以在别的设备上再次登录。请像密码一样保管；生成新的，旧的就作废。"
CODE_ONCE = "请记下来，只显示这一次。"
CODE_MAKE = "生成新的登录码"
SIGN_OUT = "退出登录"
SIGN_OUT_ALL = "在所有设备上退出"
TOO_OFTEN = "太频繁了，请等一分钟。"
NEEDS_WEB_LISTEN = "--people 需要设置 INTERVIEWER_WEB_LISTEN（主机:端口）和公开地址 INTERVIEWER_WEB_URL。"
NO_SCRIPT = "这个网页需要启用 JavaScript。"
CLOSED_TITLE = "这里打不开"
CLOSED_STRANGER = "请打开程序启动时终端里显示的地址，里面带有钥匙。"
CLOSED_ORIGIN = "这个请求来自别的网页，已拒绝。"
CLOSED_HOST = "网页不在这个域名下提供。"
MISSING_TITLE = "没有这个页面"
BACK = "回到面试"


def adding_to(name: str) -> str:
    return f"正在补充第 {name} 个回答。"


def turn_of(number: int, of: int) -> str:
    return place(number, of)


def not_at_home(host: str) -> str:
    return f"没有登录时，网页只能在本机打开：--listen 请用 127.0.0.1:端口，不能用 {host}。"


def cannot_listen(where: str, why: str) -> str:
    return f"无法监听 {where}：{why}。"


def open_at(address: str) -> str:
    return f"请打开 {address}\nCtrl-C 结束。"


def no_address(given: str) -> str:
    return f"--listen：{given} 不是地址，应写成主机和端口，如 127.0.0.1:8765。"


def due(points: int, minutes: int) -> str:
    return f"{points} 个要点到期，大约 {minutes} 分钟。"
