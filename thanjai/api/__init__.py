"""The door for programs: what pages show, as data. It changes nothing and knows nobody."""
