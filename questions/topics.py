"""The topics of the packaged bank: id, names in both languages, aliases people type, and the direction of each.

Topics without a direction are about the person (a project, an introduction): they are asked where they are chosen.
"""

# ruff: noqa: E501 - a table with one topic on a line; ruff counts a Chinese character twice
from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from questions.model import Text
from questions.text import place


class Direction(StrEnum):
    """What a person prepares for; the first choice a newcomer is offered."""

    ALGORITHMS = "algorithms"
    INFERENCE = "inference"
    AGENTS = "agents"


@dataclass(frozen=True, slots=True)
class Topic:
    id: str
    name: Text
    direction: Direction | None
    aliases: tuple[str, ...] = ()


A, I, G = Direction.ALGORITHMS, Direction.INFERENCE, Direction.AGENTS  # noqa: E741 - three columns below

TOPICS: tuple[Topic, ...] = (
    Topic("architecture", Text("架构基础", "Architecture"), A, ("架构", "transformer", "transformers")),
    Topic("attention", Text("注意力与长上下文", "Attention and long context"), A, ("注意力", "长上下文", "long-context")),
    Topic("training", Text("训练与优化", "Training and optimisation"), A, ("训练", "优化", "optimization", "pretraining")),
    Topic("data", Text("数据与中期训练", "Data and mid-training"), A, ("训练数据", "预训练数据", "中期训练", "数据工程", "mid-training", "midtraining", "training-data")),
    Topic("distributed", Text("分布式训练", "Distributed training"), A, ("分布式", "并行", "数据并行", "parallelism", "data-parallel", "data-parallelism")),
    Topic("finetuning", Text("微调与 PEFT", "Fine-tuning and PEFT"), A, ("微调", "peft", "lora", "sft", "fine-tuning")),
    Topic("alignment", Text("对齐与偏好优化", "Alignment and preference optimisation"), A, ("对齐", "对齐与推理模型", "alignment-and-reasoning-models", "rlhf", "dpo")),
    Topic("reasoning", Text("推理模型与强化学习", "Reasoning models and RL"), A, ("推理模型", "强化学习", "后训练", "reasoning-models", "post-training", "rlvr", "grpo", "rl")),
    Topic("moe", Text("混合专家", "Mixture of experts"), A, ("moe", "专家", "mixture-of-experts")),
    Topic("multimodal", Text("多模态", "Multimodal models"), A, ("多模态模型", "视觉语言模型", "vlm", "multi-modal", "vision-language")),
    Topic("diffusion", Text("扩散语言模型", "Diffusion language models"), A, ("扩散", "扩散模型", "dllm", "diffusion-models")),
    Topic("sequence", Text("经典序列模型", "Classic sequence models"), A, ("序列模型", "rnn", "lstm", "classic")),
    Topic("decoding", Text("解码", "Decoding"), I, ("采样", "sampling", "generation")),
    Topic("inference", Text("推理与服务", "Inference and serving"), I, ("推理", "服务", "serving", "vllm")),
    Topic("quantization", Text("量化与蒸馏", "Quantization and distillation"), I, ("量化", "蒸馏", "distillation", "compression")),
    Topic("kernels", Text("算子与低精度", "Kernels and low precision"), I, ("算子", "核函数", "低精度", "kernel", "cuda", "triton", "low-precision")),
    Topic("system-design", Text("系统设计与部署", "System design and deployment"), I, ("系统设计", "部署", "deployment", "design")),
    Topic("coding", Text("代码阅读与编写", "Reading and writing code"), I, ("代码", "编程", "code")),
    Topic("rag", Text("检索增强生成", "Retrieval-augmented generation"), G, ("检索", "retrieval")),
    Topic("agents", Text("智能体与工具调用", "Agents and tool use"), G, ("智能体", "agent", "工具", "tools")),
    Topic("context", Text("上下文工程", "Context engineering"), G, ("上下文管理", "context-management", "提示词工程", "prompt-engineering")),
    Topic("evaluation", Text("评测与安全", "Evaluation and safety"), G, ("评测", "评估", "安全", "safety", "eval")),
    Topic("introduction", Text("自我介绍", "Introducing yourself"), None, ("介绍", "intro", "self-introduction", "introduce-yourself")),
    Topic("motivation", Text("求职动机", "Motivation"), None, ("动机", "why-us", "why-this-role")),
    Topic("project", Text("项目深挖", "Project deep dive"), None, ("项目", "项目拷打", "项目经历", "projects")),
    Topic("design-talk", Text("系统设计讨论", "System design discussion"), None, ("设计讨论", "design-discussion", "design-interview")),
    Topic("questions-back", Text("反问", "Your questions to them"), None, ("反问环节", "questions-for-us", "reverse-questions")),
)  # fmt: skip


def key_of(name: str) -> str:
    """The form in which names of topics are compared: cased, spaced and hyphenated the same."""
    return "-".join(unicodedata.normalize("NFKC", name).casefold().replace("_", " ").replace("-", " ").split())


@cache
def topic_names() -> dict[str, str]:
    """Topic ids by every name people use for them."""
    spoken = ((topic.id, (topic.id, topic.name.zh, topic.name.en, *topic.aliases)) for topic in TOPICS)
    return {key_of(name): id for id, names in spoken for name in names}


def find_topic(name: str) -> str | None:
    """The packaged topic with that id, name or alias in either language, however it is cased and spaced."""
    return topic_names().get(key_of(name))


def topic_named_in(text: str) -> str | None:
    """The topic that a heading names first, if any; "Introduction" or "Project" in a heading is no topic of ours."""
    headed = {topic.id for topic in TOPICS if topic.direction is not None}
    places = {name: place(text, name) for name, id in topic_names().items() if id in headed}
    found = [name for name, at in places.items() if at >= 0]
    return topic_names()[min(found, key=lambda name: (places[name], -len(name)))] if found else None
