"""Decisions as pure functions: what comes next, one call or parts, what was kept, how well it is proven, what it costs.

Imports `model`. Asks no store, no disk but the program's own tables, and no clock.
"""
