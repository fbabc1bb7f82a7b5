"""Laws by their moments; expectation and variance."""
