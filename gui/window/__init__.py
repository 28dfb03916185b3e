"""The main window: puts the rooms together, connects actions and menus, and remembers how it looked.

Imports every room of `gui`; only `gui.app` imports it.
"""
