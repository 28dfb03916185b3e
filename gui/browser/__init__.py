"""The two panes and the tree of accounts: where one is, what lies there, and what may be dropped on it.

Imports `qt`, `text` and `widgets`. Queues nothing.
"""
