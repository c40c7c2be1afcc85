"""The clinical spec: `CASES` of each stage's module; they are run as tests and printed as docs/pathway."""
