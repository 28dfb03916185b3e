"""Stand-ins for the outside world: time, the wire, a dialect, a keyring."""
