"""Import: a published connector, a Swagger 2.0 or an OpenAPI 3 file, as the YAML of a source.

The line: ``gather`` (files to values) → ``openapi`` (OpenAPI 3 down to Swagger 2.0) → ``convert`` (values to
YAML) → ``check`` (the YAML gives the same connector) → ``newfolder.create``. ``run`` calls it in this order.
"""
