"""The HTTP server of the sandbox: requests, credentials, throttling, faults and control paths."""
