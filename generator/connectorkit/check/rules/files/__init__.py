"""Rules about the files beside the definition: script, readme, intro and icon, and the folder they lie in."""
