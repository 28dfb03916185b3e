"""The sandbox speaking OSS, in code of its own."""
