"""整场面试和成绩单的字：中文。每部分有四句开场，平时和压力模式各一套。"""

from __future__ import annotations

from interview.model import Stage
from interview.scorecard import Band, Dimension, DimensionLevel, Lacking

STAGES: dict[Stage, str] = {
    Stage.INTRO: "自我介绍",
    Stage.PROJECT: "项目拷打",
    Stage.KNOWLEDGE: "通识",
    Stage.CODE: "手撕代码",
    Stage.QUESTIONS: "反问",
}
BEGINS: dict[Stage, tuple[str, ...]] = {
    Stage.INTRO: (
        "你好，先放松，我们从自我介绍开始。",
        "欢迎，先互相认识一下。",
        "很高兴见到你，先听听你自己怎么说。",
        "我们开始吧，先简单聊聊你。",
    ),
    Stage.PROJECT: (
        "好，接下来聊聊你做过的东西，我会往细里问。",
        "那我们看看项目，挑你最熟的讲。",
        "下面进项目，哪里没听懂我会直接问。",
        "说说你做过的项目吧，我想知道你自己做了什么。",
    ),
    Stage.KNOWLEDGE: (
        "换个方向，问几个基础问题，想到哪说到哪。",
        "接下来是基础知识，答不上来可以直说。",
        "下面随便聊几个技术点，我看看你的底子。",
        "好，我们过几个常见的知识点。",
    ),
    Stage.CODE: (
        "来写点代码，先想清楚再动手，不赶。",
        "下面写一道题，写完我们跑一下测试。",
        "动手时间，能跑通比写得漂亮要紧。",
        "写段代码吧，边界情况也想一想。",
    ),
    Stage.QUESTIONS: (
        "我这边问完了，轮到你了。",
        "最后留点时间给你，有什么想问我的？",
        "差不多了，你有什么想了解的？",
        "好，换你来问我。",
    ),
}
BEGINS_UNDER_PRESSURE: dict[Stage, tuple[str, ...]] = {
    Stage.INTRO: (
        "时间紧，直接开始：介绍一下自己。",
        "简历我看过了，拣重点说。",
        "开始吧，别背稿子。",
        "先说你最值得我记住的。",
    ),
    Stage.PROJECT: (
        "说项目，我只关心你自己做的那部分。",
        "挑一个项目，准备好被追问。",
        "项目，讲重点，数字要拿得出来。",
        "说一个你敢让我往下挖的项目。",
    ),
    Stage.KNOWLEDGE: (
        "下面问基础，直接给结论，再说理由。",
        "几个知识点，答短一点。",
        "看看底子，不要绕。",
        "快问快答，不确定就说不确定。",
    ),
    Stage.CODE: (
        "写代码，我看着表。",
        "手撕一道，边界情况别等我提醒。",
        "动手吧，先跑通。",
        "写，写完我会问为什么。",
    ),
    Stage.QUESTIONS: (
        "最后，你有什么问题？挑要紧的问。",
        "该你了，问点真想知道的。",
        "最后留点时间，想问什么？",
        "轮到你问，别问查得到的。",
    ),
}
DIMENSIONS: dict[Dimension, str] = {
    Dimension.DEPTH: "技术深度",
    Dimension.HANDS_ON: "动手能力",
    Dimension.OWNERSHIP: "项目主导",
    Dimension.COMMUNICATION: "表达沟通",
    Dimension.JUDGEMENT: "工程判断",
}
LEVELS: dict[DimensionLevel, str] = {
    DimensionLevel.STRONG: "突出",
    DimensionLevel.SOLID: "扎实",
    DimensionLevel.MIXED: "一般",
    DimensionLevel.WEAK: "薄弱",
}
BANDS: dict[Band, str] = {
    Band.STRONG_HIRE: "强烈推荐",
    Band.HIRE: "推荐",
    Band.LEAN_HIRE: "倾向推荐",
    Band.LEAN_NO_HIRE: "倾向不推荐",
    Band.NO_HIRE: "不推荐",
}
LACKING: dict[Lacking, str] = {
    Lacking.POINTS: "评判过的要点不到 8 个",
    Lacking.DIMENSIONS: "评判够的方面不到两个",
    Lacking.WEIGHT: "问到的内容里评判过的不到六成",
}
TITLE = "整场面试成绩单"
BE_BRIEF = "两分钟内答完"
UNDER_PRESSURE = "压力模式"
STRENGTHS = "亮点"
GAPS = "最可惜的"
BAND = "结论"
NO_STRENGTHS = "这次没有要点被判为完整答到。"
NO_LEVEL = "判过的太少"
STEPS_NONE = "已经是最高一档了。"
BAND_HIDDEN = "结论收起来了：/band 查看。"
BAND_BUTTON = "看结论"
PAUSE_BUTTON = "⏸ 停表"
LOOP_BUTTON = "🎯 整场面试"
BEGIN_BUTTON = "▶ 开始"
BEGIN_ANYWAY_BUTTON = "▶ 照样开始"
PRESSURE_BUTTON = "压力模式"
PARTS = "面哪几部分"
LENGTH = "多长"
PACE = "节奏"
MINUTES = "分钟"
SHARED_NOTE = "不含回答内容"


def minutes_in_words(minutes: int) -> str:
    return f"{minutes} 分钟"


def stage_title(stage: str, number: int, minutes: int) -> str:
    return f"{stage} · 第 {number} 题 · {f'还剩 {minutes} 分钟' if minutes else '时间到了'}"


def counted(judged: int, of: int) -> str:
    return f"判了 {judged}/{of} 个要点"


def own(share: str) -> str:
    return f"自评 {share}"


def change(points: str) -> str:
    return f"比上次 {points}"


def pending(answers: int) -> str:
    return f"还有 {answers} 个回答在评，结果出来这里会更新。"


def no_band(why: str) -> str:
    return f"这次不给（{why}）。自评和估计不算评判。"


def band_line(band: str, share: str) -> str:
    return f"{band} · 判过的要点共得 {share}"


def steps(band: str, more: int) -> str:
    return f"补上这些{f'，再补 {more} 个，' if more else ''}就到“{band}”"


def compared(before: str) -> str:
    return f"上一场：{before}"


NO_BAND_BEFORE = "没有结论"
