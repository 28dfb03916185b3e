"""The sandbox speaking COS, in code of its own."""
