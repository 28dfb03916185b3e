"""The Qt half of Bucketferry."""
