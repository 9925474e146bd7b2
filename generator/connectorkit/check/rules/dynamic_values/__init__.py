"""Rules about drop-downs and schemas that are loaded while a flow is edited."""
