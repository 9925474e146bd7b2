"""All outputs of many connectors put to use: is each client, suite, page and sandbox good for its connector?"""
