"""Finding something by words as people type them: Thai without spaces, English, mistakes, other words for the same."""
