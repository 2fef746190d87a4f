"""命令行说的话（通用的，以及面试、评分、代码、评委的命令）：中文。"""

from __future__ import annotations

STOPPED = "已停止。"
TEST_ALONE = "--test 自己选题，不能和 --topic、--level、--questions、--mode、--loop 一起用。"
LOOP_BY_TIME = "整场面试按时间安排，不按题数：用 --minutes，去掉 --questions。"


def not_known(option: str, given: str, known: str) -> str:
    return f"{option}：没有“{given}”，可以用：{known}。"


def no_topic(given: str, near: str) -> str:
    more = f"你是想说 {near} 吗？" if near else ""
    return f"--topic：没有“{given}”这个主题，也没有讲它的题。{more}用 `interviewer bank stats` 看全部主题。"


def no_project(given: str) -> str:
    return f"没有叫“{given}”的项目，或者有几个都这样开头。用 `interviewer project list` 看全部项目。"


def project_text(file: str, most: int) -> str:
    return f"{file} 里要有文字，最多 {most} 字。"


def project_unasked(title: str) -> str:
    return f"《{title}》还没被追问过。先用 `interviewer project drill` 练一轮，再来看这个。"


def no_aim(number: int) -> str:
    return f"--drop：没有编号为 {number} 的材料。用 `interviewer aim` 看现有的。"


def unreadable(path: str, why: str) -> str:
    return f"读不了 {path}：{why}。"


def unwritable(path: str, why: str) -> str:
    return f"写不了 {path}：{why}。"


def not_utf8(path: str) -> str:
    return f"{path} 不是 UTF-8 文本。"


def help_is_at(said: str, command: str) -> str:
    return f"{said}。用 `{command} --help` 看可以怎么用。"


def unforeseen(kind: str, said: str) -> str:
    return f"出了意料之外的错：{kind}: {said}"


def no_setting(name: str) -> str:
    return f"{name}：没有这个设置，已忽略；检查一下拼写。"


# -- 报告 -------------------------------------------------------------------------------------------------------------


NEEDS_ONE_OF_BOTH = "--person 和 --group 只能用一个。"
PNG_NEEDS_OUTPUT = "--format png 要和 --output 一起用，例如 --output report.png。"
NO_SCORECARD_YET = "还没有整场面试的成绩单，先用 `interviewer chat --loop` 面一场。"
NO_REPORT_YET = "你在这里还没有面试过；用 `interviewer chat` 开始。"


# -- 评分 -------------------------------------------------------------------------------------------------------------


def same_file(path: str) -> str:
    return f"--output：{path} 就是输入文件，写进去会把它毁掉；换一个文件名。"


def unfinished_file(path: str) -> str:
    return f"已经做完的部分保存在 {path}。"


def graded_until(answers: int, to_file: bool) -> str:
    how = "同一条命令加上 --resume 就会接着做。" if to_file else "接着做时，只给它后面的回答。"
    return f"\n已停下，评完 {answers} 条；{how}"


def evaluated_until(done: int, of: int) -> str:
    return f"\n已停下，{of} 条里评完 {done} 条" + ("；下面只是这些的数字。" if done else "。")


def rejudged_until(done: int, of: int) -> str:
    return f"\n已停下，{of} 条里重新评了 {done} 条；什么都没有保存，同一条命令会从头再来。"


def progress(done: int, of: int, seconds: int) -> str:
    left = f"，大约还要 {seconds // 60}:{seconds % 60:02}" if seconds else ""
    return f"{done}/{of}{left}" if of else f"已完成 {done}"


def not_one_judge(models: str) -> str:
    return f"一次只能校准一个评委，这些判定来自：{models}。"


def not_calibrated(error: str) -> str:
    return f"找不到能保证这个评委的错误判定不超过 {error} 的阈值，所以什么都没存：多标注一些回答、放宽 --error，或者换一个评委。"


def calibrated(model: str, threshold: str, error: str, kept: str, path: str) -> str:
    return f"{model}：置信度达到 {threshold} 的判定才算数，这里占 {kept}；其中判错的不超过 {error}。已存入 {path}。"


def written_to(path: str) -> str:
    return f"已写到 {path}。"


REJUDGE_NEEDS_JUDGE = "重新评判需要评委：请设置 INTERVIEWER_JUDGE_URL。"
RESUME_NEEDS_OUTPUT = "--resume 是接着写一个文件：请用 --output 指明。"
FITS_AS_BEFORE = "\n已停下：拟合结果没有动，同一条命令会从头再来。"
NOTHING_STORED = "什么都没有保存；加上 --apply 才会让新的评分生效"


def no_day(option: str, given: str) -> str:
    return f"{option}：“{given}”不是日期，请写成 2026-12-24、12月24日 或 下周五 这样。"


def put_in_force(grades: int) -> str:
    return f"{grades} 个新评分已生效"


NO_EMBEDDER = "--meaning 要用向量模型，但 INTERVIEWER_EMBEDDING_MODEL 设成了不用。"


# -- 评委和机器人 -----------------------------------------------------------------------------------------------------


ASK_BOTFATHER = "INTERVIEWER_TELEGRAM_TOKEN：还没有设置；向 @BotFather 要一个。"
JUDGE_CALIBRATED_ALONE = "--judge 是衡量评委的判定有多可信：不要和 `--data`、`--output`、`--held-out` 一起用。"
NO_JUDGE = "INTERVIEWER_JUDGE_URL：还没有设置，没有评委可以试。"
NO_VLLM = "这里没有安装 vLLM：在有 CUDA 显卡的机器上运行 `pip install 'mock-interviewer[serving]'`。"
NO_NVIDIA_SMI = "这里没有 `nvidia-smi`：用 --memory 写明显存有多少 GB。"
KEY_ON_BOTH_SIDES = "设置 VLLM_API_KEY，并在机器人那边把 INTERVIEWER_JUDGE_API_KEY 设成同样的值"
BARE_LOAD = "裸请求"
THROUGH_GRADER = "经过评分器"
TO_A_VERDICT = "出结论的时间"
PREFIX_CACHE = "前缀缓存"
PEOPLE_AT_ONCE = "可同时面试人数"
HITS_UNKNOWN = "这个服务没有给出"


def planned(model: str, seats: int, tokens: int) -> str:
    return f"{model}：同时评 {seats} 个回答，KV cache 可放 {tokens} 个 token（算出来的，没有实测）"


def no_model(given: str, known: str) -> str:
    return f"--model：没有“{given}”的说明，可以用：{known}。"


def no_memory_told(why: str) -> str:
    return f"`nvidia-smi` 没有说显存多大（{why}）：用 --memory 写明有多少 GB。"


def answers_per_second(value: str) -> str:
    return f"每秒 {value} 个回答"


def ratio(value: str) -> str:
    return f"比值 {value}"


def seconds_to_verdict(half: str, most: str, failed: int) -> str:
    return f"p50 {half} 秒，p95 {most} 秒，没有结论的 {failed} 个"


def of_prompt_tokens(share: str) -> str:
    return f"提示词 token 的 {share}"


def from_rate(between: str, peak: str) -> str:
    return f"（每秒回答数 × 两次回答间隔 {between} 秒 ÷ 高峰系数 {peak}）"


# -- 代码和编辑器 -----------------------------------------------------------------------------------------------------


NO_EDITOR = "没有找到编辑器；请设置 EDITOR，或者直接给一个文件。"
RUN_WITHOUT_SANDBOX = "还是要在这台机器上运行你自己的代码吗？只限制时间和内存。"
CONSENT = "自己的代码会在没有沙箱的情况下运行。删掉这个文件，下次会再问。"


def editor_failed(editor: str, code: int) -> str:
    return f"编辑器 {editor!r} 以 {code} 退出；什么都没有保存。"


def no_sandbox(why: str, do: str) -> str:
    return f"这里没有沙箱：{why}。{do}"


def cannot_run(why: str, do: str) -> str:
    return f"这里不能运行代码：{why}。{do}"


def not_run(why: str) -> str:
    return f"代码没有运行：{why}。"


def no_task(given: str, near: str) -> str:
    more = f"你是想说 {near} 吗？" if near else "用 `interviewer code list` 看全部任务。"
    return f"没有“{given}”这个任务。{more}"


def level(level: int) -> str:
    return f"难度 {level}"


def tests(number: int) -> str:
    return f"{number} 个测试"


def checked_tasks(tasks: int, wrong: int, faults: int) -> str:
    return f"{tasks} 个任务，{wrong} 个错误解，{faults} 个问题"


def only_tried(sentence: str) -> str:
    return f"只是试一下，什么都没有保存：{sentence}"


def no_assignment(line: int) -> str:
    return f".env 第 {line} 行：不是 名字=值 的写法，已忽略。"


def around(value: str, low: str, high: str) -> str:
    return f"{value}（各轮 {low} 到 {high}）"
