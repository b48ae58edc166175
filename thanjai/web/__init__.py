"""Pages for applicants, officers and OPDC. No rules here: a view parses, calls one action or selector, renders."""
