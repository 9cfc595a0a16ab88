"""The repositories of `peruopt.store`, each bound to one session and one restaurant."""
