"""Rules about the title, the description, the contact, the names and the secrets of a connector."""
