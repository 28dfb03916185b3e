"""Small widgets that several rooms use, with the colours and the icons.

Imports `core.model`, `core.rules` and `text`. Asks no store and no engine.
"""
