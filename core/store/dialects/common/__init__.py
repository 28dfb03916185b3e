"""What COS, OSS and S3 requests and answers have in common."""
