"""A stateful local server of the vendor's API, driven by one plain JSON document."""
