"""Rules about the files beside the definition: readme, intro, icon and script."""
