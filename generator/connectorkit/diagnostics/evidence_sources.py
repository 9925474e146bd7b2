"""What the records of evidence cite: pages and repositories of Microsoft. Light to import."""

from __future__ import annotations

PAGE = "Microsoft Learn, "
VALIDATOR = f"{PAGE}Fix Swagger Validator errors"
REPOSITORY = "github.com/microsoft/PowerPlatformConnectors"
DEFINITION_SCHEMA = f"{REPOSITORY}, schema of apiDefinition.swagger.json"
PROPERTIES_SCHEMA = f"{REPOSITORY}, schema of apiProperties.json"
POLICY = f"{PAGE}Certification policy"
