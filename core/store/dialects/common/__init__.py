"""What the three XML protocols have in common: the base classes of their dialects, requests, answers and errors.

It imports no protocol's folder. The names that differ are in the table that each protocol has (`names.py`).
"""
