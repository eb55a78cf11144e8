"""A mailbox that suppliers write to, read over IMAP."""
