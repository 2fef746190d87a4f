class BlockManager:
    def __init__(self, blocks, size):
        raise NotImplementedError

    def append(self, seq, n):
        raise NotImplementedError

    def fork(self, seq, new):
        raise NotImplementedError

    def free(self, seq):
        raise NotImplementedError

    def slots(self, seq, positions):
        raise NotImplementedError

    def __len__(self):
        raise NotImplementedError
