"""What an applicant, or anybody, sees: finding, reading, applying, tracking, paying, checking."""
