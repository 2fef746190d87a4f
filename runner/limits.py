"""What one run may use, and how much may pass the border in either direction."""

from __future__ import annotations

from typing import Final

MIB: Final = 1 << 20

CPU_SECONDS: Final = 5
WALL_SECONDS: Final = 10.0
START_SECONDS: Final = 30.0  # a sandbox until NumPy is warm, on a machine that is busy
END_SECONDS: Final = 10.0  # until a killed group has let go of its pipes
QUEUE_SECONDS: Final = 120.0
MEMORY_BYTES: Final = 512 * MIB  # address space of the person's process
FILES_BYTES: Final = 16 * MIB  # the tmpfs at /tmp
FILES: Final = 1024  # files and folders there
FILE_BYTES: Final = MIB
OPEN_FILES: Final = 32
RUN_BYTES: Final = (
    MEMORY_BYTES + FILES_BYTES + 32 * MIB
)  # what a run counts in the memory budget, its wrappers included

CODE_BYTES: Final = 64 << 10
REQUEST_BYTES: Final = MIB
REPLY_BYTES: Final = MIB
PRINTED_CHARACTERS: Final = 64 << 10
MESSAGE_CHARACTERS: Final = 500
CALLS: Final = 200
DEPTH: Final = 20
ITEMS: Final = 200_000
INT_BITS: Final = 1000
QUEUE_PLACES: Final = 64
SAFE_BUILTINS: Final = (
    "len",
    "list",
    "tuple",
    "bool",
    "float",
    "int",
    "next",
    "iter",
)  # what may be called besides the code's own names
