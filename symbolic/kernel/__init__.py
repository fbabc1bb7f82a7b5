"""The only place that makes a theorem: small, trusted, replayed by a second program."""
