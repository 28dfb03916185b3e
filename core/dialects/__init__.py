"""Floor 2, wire: the protocols of the stores, as bytes. No sockets, no clock."""
