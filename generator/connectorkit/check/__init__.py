"""`connectorkit check`: rules, fixes and waivers for sources and published connectors."""
