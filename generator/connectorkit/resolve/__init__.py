"""A validated tree to the model: types, names, titles and references are settled here."""
