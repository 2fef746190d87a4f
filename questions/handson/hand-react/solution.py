def react(question, replies, tools, steps=5):
    prompt = [question]
    for reply in replies[:steps]:  # without a limit a confused model would go round for ever
        kept = []
        observation = "error"  # unless a known tool is called properly, so that the model can mend its mistake
        for line in reply.split("\n"):
            if line.startswith("Final Answer: "):
                return line.removeprefix("Final Answer: "), prompt
            kept.append(line)
            if line.startswith("Action: "):
                # What follows is invented: the model cannot know what the tool will say.
                observation = call(line.removeprefix("Action: "), tools)
                break
        prompt += [*kept, f"Observation: {observation}"]
    return "", prompt


def call(action, tools):
    name, bracket, rest = action.partition("[")
    if not bracket or not rest.endswith("]"):
        return "error"
    return tools.get(name, {}).get(rest[:-1], "error")
