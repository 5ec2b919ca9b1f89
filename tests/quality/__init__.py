"""The quality gate: no figure on the project's own articles sinks below its floor, and floors only rise."""
