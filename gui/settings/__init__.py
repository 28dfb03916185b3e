"""What the window remembers, and the dialog that changes it; with the table of prices.

Imports `qt`, `text` and `widgets`.
"""
