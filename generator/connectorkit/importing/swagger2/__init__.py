"""A Swagger 2.0 document and its apiProperties.json to the source format."""
