"""The protocol of COS: requests, signatures, answers, errors, endpoints."""
