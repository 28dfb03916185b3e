"""The properties of objects, shown and changed: of one, of many, of a folder.

Imports `actions` and what lies below it.
"""
