"""What a batch would do: looks at stores, counts requests and costs, and changes nothing.

Imports `model`, `rules`, `system`, `store` and `journal`. The engine plans by it; it never starts a job.
"""
