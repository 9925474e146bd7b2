"""A Swagger 2.0 document and its apiProperties.json to the words of the source format."""
