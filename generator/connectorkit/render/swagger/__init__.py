"""The importable connector: apiDefinition.swagger.json and apiProperties.json."""
