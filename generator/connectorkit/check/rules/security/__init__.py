"""Rules about the address, security definitions, and references that leave the document."""
