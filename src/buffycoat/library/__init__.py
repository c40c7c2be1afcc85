"""What we tell people, and how we read what people tell us."""
