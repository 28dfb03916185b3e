"""How the sandbox is spoken to: HTTP, requests as all vendors read them, and the operations that all vendors share.

What a vendor does in its own way stands behind `Vendor`, in the vendor's folder. It imports what is stored
(`core.sandbox.world` and its kin), and no vendor's folder.
"""
