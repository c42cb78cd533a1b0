"""How the pipeline appears in the window."""
