"""What is COS's own in the sandbox: its signatures, errors, rules and words, and its odd operations.

It imports what is stored and `core.sandbox.protocol`, and no other vendor's folder.
"""
