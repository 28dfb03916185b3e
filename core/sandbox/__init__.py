"""The sandbox: an embedded object store on loopback, for trying the program, for tests and for benchmarks.

Here lies what is stored (`world`, `blobs`, `extents`, `snapshot`) and what serves it (`server`, `serve`); `protocol` is
how it is spoken to, and each vendor has a folder with what is its own. It knows the vendors' descriptions and checks
its clients against them in code of its own, so it imports nothing of `core.store` or `core.rules`, only
`core.system.clock`: two equal mistakes must not cancel out.
"""
