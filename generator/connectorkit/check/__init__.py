"""What `connectorkit check` adds to a build: rules, fixes and waivers."""
