"""This machine: folders, clock, log, keyring, accounts, the running programs.

Imports `model` and `rules`. Knows no store and no job.
"""
