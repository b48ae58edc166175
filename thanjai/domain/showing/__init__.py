"""What is said of a service outside its own page: on the printed manual, on pictures and posters, to search engines."""
