"""The queue: rows, progress, parts, reports, failures, and the questions of jobs that wait for an answer.

Imports `qt`, `text` and `widgets`. Commands go to the engine through the background tasks.
"""
