"""Documents at the receiving end: what an agency is handed is checked, and taken or refused with a reason."""
