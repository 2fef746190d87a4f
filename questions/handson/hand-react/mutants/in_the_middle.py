"""Finds the words in the middle of a line too.

Betrays: final
"""


def react(question, replies, tools, steps=5):
    prompt = [question]
    for reply in replies[:steps]:
        lines, kept, result = reply.split("\n"), [], "error"
        for line in lines:
            if "Final Answer: " in line:
                return line.partition("Final Answer: ")[2], prompt
            kept.append(line)
            if line.startswith("Action: "):
                name, _, rest = line[len("Action: ") :].partition("[")
                if rest.endswith("]"):
                    result = tools.get(name, {}).get(rest[:-1], "error")
                break
        prompt = [*prompt, *kept, "Observation: " + result]
    return "", prompt
