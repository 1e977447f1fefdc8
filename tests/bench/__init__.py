"""The benchmarks still run, and the page says what they found."""
