"""Update: what a vendor changed arrives in the YAML that people edited since the import.

Three definitions are compared: the one that was imported (recorded beside the source), the new one, and the one that
the source renders now. ``comparing`` turns what the vendor changed into steps and notes, ``writing`` finds the changes
of the YAML that make a step, and ``settling`` keeps the steps after which the source renders exactly what it should.
"""
