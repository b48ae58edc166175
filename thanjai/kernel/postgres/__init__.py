"""Django's PostgreSQL backend, telling the database who acts with every BEGIN."""
