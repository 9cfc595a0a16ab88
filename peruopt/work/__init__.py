"""The use cases: drafting, approving, publishing, ingesting, digesting."""
