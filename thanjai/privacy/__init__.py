"""What the Personal Data Protection Act asks of an agency: erasing in time, answers to people, records, breaches."""
