"""Help: the list of shortcuts, what is new, the log's folder, and the bundle for a report of a problem.

Imports `qt`, `text` and `widgets`.
"""
