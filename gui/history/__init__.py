"""All batches that there ever were, and how to take one back.

Imports `actions`, `queue` and what lies below them.
"""
