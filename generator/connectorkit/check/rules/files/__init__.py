"""Rules about the files beside the definition: script, readme, intro and icon, and their folder."""
