"""The values that all rooms share: objects, requests, operations, jobs, reports, errors.

Imports nothing of ours. No I/O, no clock, no decision.
"""
