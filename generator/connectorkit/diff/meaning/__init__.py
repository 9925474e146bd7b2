"""A definition with references and allOf resolved, independent of its spelling."""
