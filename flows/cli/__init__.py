"""The commands, a module each; ``flows.cli.main`` gathers them by name."""
