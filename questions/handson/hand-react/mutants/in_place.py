"""Takes the replies out of the caller's list.

Betrays: inputs
"""


def react(question, replies, tools, steps=5):
    prompt = [question]
    for _ in range(min(steps, len(replies))):
        reply = replies.pop(0)
        lines, kept, result = reply.split("\n"), [], "error"
        for line in lines:
            if line.startswith("Final Answer: "):
                return line[len("Final Answer: ") :], prompt
            kept.append(line)
            if line.startswith("Action: "):
                name, _, rest = line[len("Action: ") :].partition("[")
                if rest.endswith("]"):
                    result = tools.get(name, {}).get(rest[:-1], "error")
                break
        prompt = [*prompt, *kept, "Observation: " + result]
    return "", prompt
