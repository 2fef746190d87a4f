"""Hands-on tasks: code a person writes, the calls that try it, and verdicts by tests.

A task is a folder `<id>/` with `task.yaml`, `starter.py`, `solution.py`, `tests.py` and `mutants/`. Code runs elsewhere:
a task says which calls to make (`HandsOn.calls`), an executor returns plain outcomes, and `verdicts.judged` compares them
with what was wanted.
"""
