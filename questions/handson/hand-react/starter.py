def react(question, replies, tools, steps=5):
    raise NotImplementedError
