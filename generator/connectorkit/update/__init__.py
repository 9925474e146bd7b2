"""Update: merge the vendor's changes into the YAML that people edited since the import.

Three definitions are compared: the imported one (recorded beside the source), the new one, and the one that the source
renders now. ``comparing`` turns the vendor's changes into steps and notes, ``writing`` finds the changes of the YAML
for a step, and ``settling`` keeps the steps after which the source renders exactly the expected definition.
"""
