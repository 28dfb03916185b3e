"""Accounts: the form, its test, and which accounts are open.

Imports `qt`, `text` and `widgets`. Secrets go to the keyring, off the window's thread.
"""
