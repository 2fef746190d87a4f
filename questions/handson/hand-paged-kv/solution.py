class BlockManager:
    def __init__(self, blocks, size):
        self.size = size
        self.users = [0] * blocks  # of each block; 0 means it is free
        self.tables = {}  # sequence → its blocks in order
        self.lengths = {}  # sequence → its tokens

    def append(self, seq, n):
        table, length = self.tables.get(seq, []), self.lengths.get(seq, 0)
        # A last block with room that others use too must not be written.
        copied = length % self.size != 0 and self.users[table[-1]] > 1
        missing = -(-(length + n) // self.size) - len(table) + copied
        free = [block for block, users in enumerate(self.users) if users == 0]
        if missing > len(free):
            return False  # before anything was changed
        if copied:
            self.users[table[-1]] -= 1
            table = table[:-1]  # a new list: the others keep theirs
        for block in free[:missing]:
            self.users[block] = 1
        self.tables[seq] = table + free[:missing]
        self.lengths[seq] = length + n
        return True

    def fork(self, seq, new):
        for block in self.tables[seq]:
            self.users[block] += 1
        self.tables[new] = list(self.tables[seq])
        self.lengths[new] = self.lengths[seq]

    def free(self, seq):
        for block in self.tables.pop(seq):
            self.users[block] -= 1
        del self.lengths[seq]

    def slots(self, seq, positions):
        table = self.tables[seq]
        return [table[place // self.size] * self.size + place % self.size for place in positions]

    def __len__(self):
        return self.users.count(0)
