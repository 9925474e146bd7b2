"""The behaviour of the vendor's API: records, batches, pages and webhooks."""
