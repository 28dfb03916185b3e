"""The Qt-free half of Bucketferry: what a copy is, and how it is done without losing anything."""
