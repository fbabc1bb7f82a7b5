"""What can be said: symbols, terms, statements, and the plain-text grammar."""
