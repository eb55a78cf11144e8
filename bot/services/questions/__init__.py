"""Buyers' questions: what they mean, and what is answered."""
