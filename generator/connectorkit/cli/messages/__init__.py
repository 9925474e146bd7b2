"""Messages of Microsoft's import, portal, tools and validation: the meaning of each, and the rules about it."""
