"""The sandbox: an embedded object store on loopback, for trying the program, for tests and for benchmarks.

It knows the vendors' descriptions and checks its clients against them in code of its own, so it imports nothing
from `core.dialects`: two equal mistakes must not cancel out.
"""
