from collections import Counter


def train_bpe(text, merges):
    raise NotImplementedError


def encode_bpe(text, merges):
    raise NotImplementedError
