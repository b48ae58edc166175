"""Contact between people who have a case and whoever is on duty for it: questions and how soon they are answered, calls."""
