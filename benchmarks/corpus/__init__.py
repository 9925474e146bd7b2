"""Tests of all outputs of many connectors: clients, contract tests, pages and sandboxes."""
