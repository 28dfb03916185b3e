"""The journal: what happened to each job, in one SQLite file that survives a crash.

Imports `model`, `rules` and `system`. Asks no store.
"""
