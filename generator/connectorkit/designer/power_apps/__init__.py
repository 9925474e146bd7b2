"""What Power Apps makes of a connector: functions, and what they take.

Source: Power Fx, ``src/libraries/Microsoft.PowerFx.Connectors`` with ``PowerAppsCompatibility``, and OpenAPI.NET, by
which it reads Swagger. Nothing here is compared with a running Power Apps.
"""
