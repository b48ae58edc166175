"""Writing services: drafts of definitions, what was changed in them and by whom, taking changes back."""
