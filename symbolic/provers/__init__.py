"""Search for proofs, untrusted: every success hands the kernel a certificate."""
