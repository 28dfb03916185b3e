"""The command line, one file for each command.

Imports all rooms of `core`; nothing imports it but `core.__main__`. Knows no Qt.
"""
