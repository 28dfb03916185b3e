"""The sandbox speaking S3, in code of its own."""
