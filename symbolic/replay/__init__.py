"""A second program that checks stored theorems again, sharing no code with the kernel."""
