"""Rules about drop-downs and shapes that are loaded while a flow is edited."""
