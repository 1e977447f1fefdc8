"""The `shoulder` command."""
