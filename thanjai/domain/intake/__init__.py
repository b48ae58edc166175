"""Lists that are brought in: what a line says, what is wrong with it, what it changes."""
