"""Words of commands in general, and of those about interviews, grades, code and judges: English."""

from __future__ import annotations

from texts.en.plural import count

STOPPED = "Stopped."
TEST_ALONE = "--test chooses its own questions: leave out --topic, --level, --questions, --mode and --loop."
LOOP_BY_TIME = "A whole interview goes by time, not by number: use --minutes and leave out --questions."


def not_known(option: str, given: str, known: str) -> str:
    return f"{option}: {given!r} is not known here; there are: {known}."


def no_topic(given: str, near: str) -> str:
    more = f" Did you mean {near}?" if near else ""
    return f"--topic: there is no topic {given!r}, and no question about it.{more} `interviewer bank stats` lists the topics."


def no_project(given: str) -> str:
    return f"No project is called {given!r}, or several begin so. `interviewer project list` lists them."


def project_text(file: str, most: int) -> str:
    return f"{file} must hold text, at most {most} characters."


def project_unasked(title: str) -> str:
    return f"You have not been asked about “{title}” yet. `interviewer project drill` asks you."


def no_aim(number: int) -> str:
    return f"--drop: nothing is kept as number {number}. `interviewer aim` lists what is."


def unreadable(path: str, why: str) -> str:
    return f"{path} cannot be read: {why}."


def unwritable(path: str, why: str) -> str:
    return f"{path} cannot be written: {why}."


def not_utf8(path: str) -> str:
    return f"{path} is not UTF-8 text."


def help_is_at(said: str, command: str) -> str:
    return f"{said}. `{command} --help` shows what there is."


def unforeseen(kind: str, said: str) -> str:
    return f"This should not have happened: {kind}: {said}"


def no_setting(name: str) -> str:
    return f"{name}: is no setting and is ignored; check how it is spelt."


# -- reports ---------------------------------------------------------------------------------------------------------


NEEDS_ONE_OF_BOTH = "report takes either --person or --group."
PNG_NEEDS_OUTPUT = "--format png needs --output, for example --output report.png."
NO_SCORECARD_YET = "There is no scorecard yet. Hold a whole interview first: `interviewer chat --loop`."
NO_REPORT_YET = "You have had no interview here yet; `interviewer chat` begins one."


# -- grading ---------------------------------------------------------------------------------------------------------


def same_file(path: str) -> str:
    return f"--output: {path} is the input, which would be lost; name another file."


def unfinished_file(path: str) -> str:
    return f"What was done until then is kept in {path}."


def graded_until(answers: int, to_file: bool) -> str:
    how = "the same command with --resume goes on." if to_file else "give the answers after them to go on."
    return f"\nStopped after {count(answers, 'answer')}; {how}"


def evaluated_until(done: int, of: int) -> str:
    return f"\nStopped: {done} of {count(of, 'answer')} graded" + ("; the figures are of these alone." if done else ".")


def rejudged_until(done: int, of: int) -> str:
    return f"\nStopped: {done} of {count(of, 'answer')} judged again; nothing was stored. The same command begins anew."


def progress(done: int, of: int, seconds: int) -> str:
    left = f", about {seconds // 60}:{seconds % 60:02} left" if seconds else ""
    return f"{done} of {of}{left}" if of else f"{done} done"


def not_one_judge(models: str) -> str:
    return f"One judge is calibrated at a time; the verdicts came from: {models}."


def not_calibrated(error: str) -> str:
    return (
        f"No threshold keeps this judge's wrong verdicts below {error} for certain, so nothing was stored: "
        "label more answers, allow a larger --error, or take another judge."
    )


def calibrated(model: str, threshold: str, error: str, kept: str, path: str) -> str:
    return (
        f"{model}: verdicts count from confidence {threshold} on, {kept} of them here; "
        f"at most {error} of those are wrong. Kept in {path}."
    )


def written_to(path: str) -> str:
    return f"Written to {path}."


REJUDGE_NEEDS_JUDGE = "rejudge needs a judge: set INTERVIEWER_JUDGE_URL."
RESUME_NEEDS_OUTPUT = "--resume goes on with a file: name it by --output."
FITS_AS_BEFORE = "\nStopped: the fits are as they were. The same command begins anew."
NOTHING_STORED = "nothing was stored; --apply puts the new grades in force"


def no_day(option: str, given: str) -> str:
    return f"{option}: {given} is not a day; write 2026-12-24, Dec 24 or next Friday."


def put_in_force(grades: int) -> str:
    return f"{count(grades, 'grade')} put in force"


NO_EMBEDDER = "--meaning needs an embedder, and INTERVIEWER_EMBEDDING_MODEL is none."


# -- judge and bot ---------------------------------------------------------------------------------------------------


ASK_BOTFATHER = "INTERVIEWER_TELEGRAM_TOKEN: is not set; @BotFather gives you one."
JUDGE_CALIBRATED_ALONE = "--judge finds what the judge's verdicts are worth: leave out --data, --output and --held-out."
NO_JUDGE = "INTERVIEWER_JUDGE_URL: is not set, so there is no judge to try."
NO_VLLM = "vllm is not installed here: pip install 'mock-interviewer[serving]' on a machine with a CUDA GPU."
NO_NVIDIA_SMI = "There is no nvidia-smi here: give the GPU's memory with --memory GB."
KEY_ON_BOTH_SIDES = "set VLLM_API_KEY, and INTERVIEWER_JUDGE_API_KEY to the same value on the bot's side"
BARE_LOAD = "bare load"
THROUGH_GRADER = "through grader"
TO_A_VERDICT = "to a verdict"
PREFIX_CACHE = "prefix cache"
PEOPLE_AT_ONCE = "people at once"
HITS_UNKNOWN = "not shown by this server"


def planned(model: str, seats: int, tokens: int) -> str:
    return f"{model}: {seats} answers at once, KV cache for {tokens} tokens (computed, not measured)"


def no_model(given: str, known: str) -> str:
    return f"--model: {given!r} is not documented; there are {known}."


def no_memory_told(why: str) -> str:
    return f"nvidia-smi says nothing about memory ({why}): use --memory GB."


def answers_per_second(value: str) -> str:
    return f"{value} answers/s"


def ratio(value: str) -> str:
    return f"ratio {value}"


def seconds_to_verdict(half: str, most: str, failed: int) -> str:
    return f"p50 {half} s, p95 {most} s, without verdict {failed}"


def of_prompt_tokens(share: str) -> str:
    return f"{share} of the prompt tokens"


def from_rate(between: str, peak: str) -> str:
    return f"(answers/s × {between} s between answers / {peak} for the peak)"


# -- code and editor -------------------------------------------------------------------------------------------------


NO_EDITOR = "No editor was found; set EDITOR, or give the text as a file."
RUN_WITHOUT_SANDBOX = "Run your own code on this machine all the same, with limits of time and memory alone?"
CONSENT = "Code of one's own runs without a sandbox. Delete this file to be asked again."


def editor_failed(editor: str, code: int) -> str:
    return f"The editor {editor!r} ended with {code}; nothing was saved."


def no_sandbox(why: str, do: str) -> str:
    return f"There is no sandbox here: {why}. {do}".rstrip()


def cannot_run(why: str, do: str) -> str:
    return f"Code cannot be run here: {why}. {do}".rstrip()


def not_run(why: str) -> str:
    return f"The code was not run: {why}."


def no_task(given: str, near: str) -> str:
    more = f"Did you mean {near}?" if near else "`interviewer code list` shows every one."
    return f"There is no task {given!r}. {more}"


def level(level: int) -> str:
    return f"level {level}"


def tests(number: int) -> str:
    return count(number, "test")


def checked_tasks(tasks: int, wrong: int, faults: int) -> str:
    return f"{count(tasks, 'task')}, {count(wrong, 'wrong solution')}, {count(faults, 'fault')}"


def only_tried(sentence: str) -> str:
    return f"Only tried, nothing is kept: {sentence}"


def no_assignment(line: int) -> str:
    return f".env, line {line}: is no NAME=value and is ignored."


def around(value: str, low: str, high: str) -> str:
    return f"{value} ({low} to {high} over the rounds)"
