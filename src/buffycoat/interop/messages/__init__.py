"""Sending what the outbox holds: by e-mail, and by text message through a plug of the practice's own."""
