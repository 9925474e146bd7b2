"""connectorkit: connectors for Power Automate, Power Apps and Logic Apps from one YAML source."""

__version__ = "0.1.0"
