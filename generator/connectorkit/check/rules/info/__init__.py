"""Rules about the title, the description, the publisher and the branding."""
