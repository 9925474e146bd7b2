"""What Power Automate's designer shows of a connector: operations, inputs, dynamic content and batches."""
