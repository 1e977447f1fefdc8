"""What a union steward, a lawyer and a security reviewer would ask for first."""
