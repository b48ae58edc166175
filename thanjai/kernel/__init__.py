"""Infrastructure that knows no business: who acts, row-level security, the clock, jobs, files, audit."""
