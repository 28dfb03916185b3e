"""One folder for each protocol, and `common` for what they share. A dialect opens no socket.

`base.py` is the contract that the rest of `core.store` knows. To find how COS is read: `cos/answers.py` has what only
COS answers, and its base class in `common/answers.py` all else; so it is for `requests`, `errors` and `endpoints`.
Imports `model`, `rules` and the XML helper. Bytes are compared with the vendors' own SDKs.
"""
