"""OpenAPI 3.0 and 3.1 down to Swagger 2.0."""
