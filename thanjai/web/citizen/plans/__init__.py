"""Life events: one questionnaire, one application to several agencies, one page to follow all of it."""
