"""Where Qt meets threads and processes: worker pool, background tasks, the bridge to the engine.

Imports `core`. Knows no widget.
"""
