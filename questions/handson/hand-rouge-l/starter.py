def rouge_l(candidate, references):
    raise NotImplementedError
