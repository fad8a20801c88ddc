"""One module a stage, each of which prints its figures: ``python -m benchmarks [NAME ...]`` runs them."""
