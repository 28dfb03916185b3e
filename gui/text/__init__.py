"""What is said: figures, states, reasons and places as words. Pure functions, translated by Qt.

Imports `core` and nothing else of `gui`. Knows no widget.
"""
