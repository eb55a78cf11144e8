"""Mail as it arrives, turned into `Mail`: raw MIME, or the fields of a batch line."""
