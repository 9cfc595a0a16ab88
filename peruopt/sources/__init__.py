"""History from files: what people's tools export, read as it is."""
