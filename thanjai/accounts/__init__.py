"""People who can sign in: applicants and officers alike. What an officer may do is the agency's to say."""
