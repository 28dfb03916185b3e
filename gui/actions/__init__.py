"""What is done to objects: copy, rename, delete, restore, new folder, link; each from the selection to the queue.

Imports `browser`, `queue`, `settings` and what lies below them. The plan is shown before anything is queued.
"""
