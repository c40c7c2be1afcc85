"""Ten EHRs that call the CDS Hooks service: what they send, and how they send it."""
