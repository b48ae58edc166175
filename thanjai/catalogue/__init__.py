"""Service definitions, their published versions, and the agencies that offer them."""
