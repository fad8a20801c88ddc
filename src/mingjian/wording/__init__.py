"""Near-duplicate families, skeletons, diffs, code words and claims in any text."""
