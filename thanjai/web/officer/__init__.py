"""Pages of an agency's officers: their list, the case, registers, documents, money."""
