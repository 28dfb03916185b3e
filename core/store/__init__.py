"""How stores are spoken to: dialects make bytes of operations, a transport sends them, layers retry and count.

Imports `model`, `rules` and `system`. Plans nothing and keeps nothing on disk.
"""
