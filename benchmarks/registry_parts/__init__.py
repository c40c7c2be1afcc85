"""What benchmarks/registry.py runs in processes of their own: our report, our models, today's way."""
