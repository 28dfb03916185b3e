"""The protocol of S3: requests, signatures, answers, errors, endpoints."""
