"""Gives both sequences the same table.

Betrays: sharing
"""


class BlockManager:
    def __init__(self, blocks, size):
        self.size = size
        self.users = dict.fromkeys(range(blocks), 0)
        self.tables = {}
        self.lengths = {}

    def append(self, seq, n):
        table = self.tables.setdefault(seq, [])
        length = self.lengths.get(seq, 0)
        copied = length % self.size != 0 and self.users[table[-1]] > 1
        missing = -(-(length + n) // self.size) - len(table) + copied
        if missing > len(self):
            return False
        if copied:
            self.users[table.pop()] -= 1
        for _ in range(missing):
            table.append(self.take())
        self.lengths[seq] = length + n
        return True

    def take(self):
        block = min(block for block, users in self.users.items() if users == 0)
        self.users[block] = 1
        return block

    def fork(self, seq, new):
        self.tables[new] = self.tables[seq]
        self.lengths[new] = self.lengths[seq]
        for block in self.tables[new]:
            self.users[block] += 1

    def free(self, seq):
        for block in self.tables.pop(seq):
            self.users[block] -= 1
        del self.lengths[seq]

    def slots(self, seq, positions):
        table = self.tables[seq]
        return [table[place // self.size] * self.size + place % self.size for place in positions]

    def __len__(self):
        return sum(users == 0 for users in self.users.values())
