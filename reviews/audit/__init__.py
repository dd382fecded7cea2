"""The history as evidence: what an event's fingerprint covers, the chain of them, its check, and names taken out."""
