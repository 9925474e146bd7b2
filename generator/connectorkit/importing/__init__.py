"""Import: a published connector, a Swagger 2.0 or an OpenAPI 3 file, as the YAML of a source.

``run`` calls, in this order: ``read.connector_folder`` (files to values), ``openapi3.lower`` (OpenAPI 3 down to Swagger
2.0), ``swagger2.convert`` (values to YAML), ``round_trip`` (the YAML builds the same connector), and
``write.new_folder``.
"""
