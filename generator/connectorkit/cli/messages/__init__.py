"""Messages of Microsoft's import, portal, tools and validation: what each means, and which rules speak of it."""
