"""The interview in Telegram; the only package that imports `telegram`."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "true")  # durations as timedelta, which the library warns about otherwise
