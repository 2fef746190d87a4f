"""Raises for an unknown tool.

Betrays: errors
"""


def react(question, replies, tools, steps=5):
    prompt = [question]
    for reply in replies[:steps]:
        lines, kept, result = reply.split("\n"), [], "error"
        for line in lines:
            if line.startswith("Final Answer: "):
                return line[len("Final Answer: ") :], prompt
            kept.append(line)
            if line.startswith("Action: "):
                name, _, rest = line[len("Action: ") :].partition("[")
                if rest.endswith("]"):
                    result = tools[name].get(rest[:-1], "error")
                break
        prompt = [*prompt, *kept, "Observation: " + result]
    return "", prompt
