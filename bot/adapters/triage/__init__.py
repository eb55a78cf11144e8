"""The embedded engine: reads suppliers' mail with rules and a small trained file; no key, no network."""
