"""One package for each protocol, and what they have in common. A dialect opens no socket.

Imports `model`, `rules` and the XML helper. Bytes are compared with the vendors' own SDKs.
"""
