"""The protocol of OSS: requests, signatures, answers, errors, endpoints."""
