"""关于题库的命令说的话：中文。"""

from __future__ import annotations


def _will(dry: bool) -> str:
    return "会" if dry else "已"


# -- 查看 -------------------------------------------------------------------------------------------------------------


A_DRAFT = "草稿"
NOTHING_LIKE_IT = "没有相似的题"
AIM_KINDS = {"jd": "职位描述", "cv": "简历", "mianjing": "面经"}
NOT_IN_BANK = "题库里没有"
NOTHING_AIMED = "没看出和哪个主题有关，也没找到题目；换一段写得具体些的文字。"
BY = {"words": "按字词", "meaning": "按意思"}
SEVERITIES = {"error": "错误", "warning": "提醒"}


def questions(number: int, dry: bool) -> str:
    return f"会写出 {number} 题" if dry else f"共 {number} 题"


def origin(where: str, revision: str) -> str:
    return f"{where}，版本 {revision}"


def faults(errors: int, warnings: int) -> str:
    return f"{errors} 个错误，{warnings} 个提醒"


def no_question(id: str, near: str) -> str:
    return f"没有“{id}”这道题。" + (f"你是想说 {near} 吗？" if near else "")


def no_report(number: int) -> str:
    return f"没有编号为 {number} 的待处理报错。"


def report_closed(number: int, dry: bool) -> str:
    return f"报错 {number} {_will(dry)}关闭。"


def closed(reason: str) -> str:
    return f"{reason}（已关闭）"


def reports(number: int) -> str:
    return f"共 {number} 条报错"


# -- 统计 -------------------------------------------------------------------------------------------------------------


TOPIC = "主题"
ALL = "合计"
MEDIANS_OF = "中位数"
MEDIANS = {
    "zh": "参考答案字数",
    "en": "参考答案词数",
    "points": "要点数",
    "numbers": "要算数的追问",
}
CHANGED_HERE = "在这里改过或新增的"
CHANGED_SINCE = "在这里改过、之后文件里又变了的"
RETIRED = "已停用"


def kinds(listed: str) -> str:
    return f"题型：{listed}"


def totals(both: int, points: int, probes: int, drafts: int) -> str:
    return f"{both} 题有中英两种语言；{points} 个要点；{probes} 个追问；{drafts} 个草稿"


def reviewed(once: int, twice: int) -> str:
    return f"{once} 题读过校对，其中 {twice} 题读过两遍"


def current(recent: int, years: int, bases: int) -> str:
    return f"{recent} 题有近 {years} 年的出处；{bases} 题写明了它以哪些更容易的题为基础"


def answers_by(source: str) -> str:
    return f"{'评委评的' if source == 'judge' else '自评的'}回答（首答，满分 10）："


def mean_of(mean: str, marks: int) -> str:
    return f"{mean}（{marks} 次）"


def hardly(point: str, share: str, marks: int) -> str:
    return f"几乎没人答到 {point}：{marks} 次里只有 {share}"


def complaints(question: str, appealed: int, overturned: int, reported: int) -> str:
    return f"{question}：{appealed} 个结论被申诉，{overturned} 个改判，{reported} 条报错待处理"


def poor() -> str:
    return "，分不出水平高低"


# -- 修改 -------------------------------------------------------------------------------------------------------------


APPROVABLE = "可以入库"
NAME_DRAFTS = "请写明要入库的草稿，或者用 --all；`interviewer bank drafts` 列出全部草稿。"
NO_DRAFTS = "没有草稿。"
COMPLETE_THEM = "用 `interviewer bank edit ID` 把它们补全。"
OPEN_AGAIN = "再打开改一次吗？"
ASK_TOPIC = "主题"
ASK_LEVEL = "难度（1-5）"
ASK_QUESTION = "题目"
ASK_ANSWER = "参考答案"
WRONG_LEVEL = "难度是 1 到 5 的数字。"


def id_changed(before: str, after: str) -> str:
    return f"题目编号从“{before}”变成了“{after}”；请把它作为新题添加，再停用“{before}”。"


def unchanged(id: str) -> str:
    return f"{id}：没有改动。"


def there_already(id: str) -> str:
    return f"已经有“{id}”这道题了；用 `interviewer bank edit {id}` 修改它。"


def kept(id: str, draft: bool, dry: bool) -> str:
    return f"{id} {_will(dry)}{'存为草稿，批准之后才会出题' if draft else '加入题库'}。"


def mend_with(id: str) -> str:
    return f"上面说的问题可以用 `interviewer bank edit {id}` 改。"


def draft_for_errors(id: str) -> str:
    return f"因为有错误，先存为草稿：用 `interviewer bank edit {id}` 改好，再 `interviewer bank approve {id}`。"


def edited_here(id: str) -> str:
    return f"{id} 在这里改过。- 是这里独有的，+ 是要换成的："


def kept_mine(id: str) -> str:
    return f"{id} 保持不动；在终端里会问你，--replace 则直接换掉。"


def replace_mine(id: str) -> str:
    return f"换掉这里的 {id} 吗？"


def no_local_edit(id: str) -> str:
    return f"“{id}”没有在这里改过。"


def edit_dropped(id: str, gone: bool, dry: bool) -> str:
    then = "这道题就没有了" if gone else "以后按文件里的题目出"
    return f"{_will(dry)}丢弃对 {id} 的改动；{then}。"


def retired(id: str, dry: bool) -> str:
    return f"{id} {_will(dry)}停用。"


def not_retired(id: str) -> str:
    return f"“{id}”没有停用。"


def asked_again(id: str, dry: bool) -> str:
    return f"{id} {_will(dry)}重新启用。"


def lacks(fields: str) -> str:
    return f"还缺 {fields}"


def drafts(number: int) -> str:
    return f"共 {number} 个草稿"


def draft_discarded(id: str, dry: bool) -> str:
    return f"草稿 {id} {_will(dry)}删除。"


def approved(id: str, dry: bool) -> str:
    return f"{id} {_will(dry)}加入题库。"


def no_question_yet(path: str) -> str:
    return f"这还不是一道完整的题。写好的内容保存在 {path}。"


# -- 文件 -------------------------------------------------------------------------------------------------------------


EFFECTS = {"new": "新增", "changes": "修改", "same": "不变", "kept": "保留本地改动"}
HERE = "这里的"
INCOMING = "要放进来的"
NEEDS_FOLDER = "--format：用 `folder` 就要写明放到哪个文件夹。"
NOTHING_WRITTEN = "什么都没有写入"


def nowhere(path: str) -> str:
    return f"{path}：没有这个文件或文件夹。"


def nothing_readable(path: str) -> str:
    return f"{path}：里面没有能读的文件。"


def imported_draft(lacks: str) -> str:
    return f"草稿，还缺 {lacks}"


def imported_whole() -> str:
    return "完整"


def like(id: str, share: str) -> str:
    return f"，像 {id}（{share}）"


def also(ids: str) -> str:
    return f"也可能是 {ids}"


def not_imported(what: str) -> str:
    return f"没有导入：{what}"


def unread(what: str) -> str:
    return f"没有读懂：{what}"


def items(name: str, encoding: str, items: int, forms: str) -> str:
    return f"{name}：{encoding or '没有读取'}，{items} 条{f'（{forms}）' if forms else ''}"


def outcome(effects: str, drafts: int, refused: int, unread: int) -> str:
    return f"{effects}；{drafts} 个草稿；{refused} 条没有导入；{unread} 段没有读懂"


def file_is_there(path: str) -> str:
    return f"{path} 已经存在；要覆盖就加上 --replace。"


# -- 审题台 ----------------------------------------------------------------------------------------------------------


SCOPE = "可以假定"
HINT = "提示："
PURPOSES = {
    "detail": "细节",
    "cause": "原因",
    "counterfactual": "反事实",
    "trade-off": "取舍",
    "measure": "要数字",
    "challenge": "质疑",
}
STATES = {"draft": "草稿", "retired": "已停用", "edited": "在这里改过", "packaged": "自带的"}
REVIEW_NEEDS_TERMINAL = "审题要在终端里进行；`interviewer bank drafts` 和 `interviewer bank reports` 会列出待办。"
DESK_EMPTY = "没有待办：没有草稿，没人报错，没人申诉。`interviewer bank review --topic 主题` 可以接着审。"
DESK_KEYS = "a 通过 · e 修改 · r 停用 · n 备注 · c 了结报错 · v 判申诉 · 空格 下一题 · b 上一题 · q 退出"
ANY_KEY = "按任意键继续。"
AT_THE_DESK = "`interviewer bank review` 把它们和题目放在一起，可以当场处理。"
THROW_AWAY = "扔掉这份草稿吗？"
ASK_WHY = "理由"
ASK_NOTE = "备注"
ASK_VERDICT = "c 覆盖，p 部分，m 没说到，d 说错；直接回车先放着"


def probe(place: str, aims_at: str, purpose: str) -> str:
    return f"追问 {place} → {aims_at}（{purpose}）"


def desk_left(number: int) -> str:
    return f"还剩 {number} 题，`interviewer bank review` 接着审。" if number else "都审完了。"


# -- 补全草稿 --------------------------------------------------------------------------------------------------------


NOTHING_PROPOSED = "没有可补的：草稿的答案不到两句话。用 `interviewer bank edit 编号` 自己写。"
JUDGE_WRITES = "评委在起草，要一两分钟……"
BY_JUDGE = "评委的提议，未经核对"
FROM_NOTES = "来自笔记自己的句子"
NO_PROPOSAL = "评委没有给出能用的提议；下面是根据笔记列的提纲。"
TAKE_IT = "采用吗？"


def then_approve(id: str) -> str:
    return f"再用 `interviewer bank review {id}` 看一遍，在那里就能通过。"


def not_usable(why: str) -> str:
    return f"有提议，但不能用：{why}"
