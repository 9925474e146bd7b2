"""One library of what a source means now, and what is shown from it while the source is edited."""
