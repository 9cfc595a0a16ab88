"""The subcommands: each file has `arguments(name, parser)` and `run(args) -> exit status`."""
