"""A connector in Power Apps: functions and their arguments.

Source: Power Fx, ``src/libraries/Microsoft.PowerFx.Connectors`` with ``PowerAppsCompatibility``, and OpenAPI.NET, with
which it reads Swagger. Nothing here was compared with a running Power Apps.
"""
