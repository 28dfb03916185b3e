"""Versions and delete markers of an object or a folder, and what can be done with them.

Imports `actions`, `editor` and what lies below them.
"""
