"""The interview in Telegram; the only package that imports `telegram`."""
