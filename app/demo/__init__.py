"""What only the demo has, under ``ATELIER_DEMO=1``: a mail server with a mailbox to read, a payment server, a profile
system."""
