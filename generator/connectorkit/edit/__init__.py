"""Edit: the smallest change of a text that a person wrote; comments, layout and order stay."""
