"""A validated source to the model: types, names, titles and references are resolved here, once."""
