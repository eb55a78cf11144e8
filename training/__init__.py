"""Makes the trained file of the mail triage out of the phrase bank. Not part of the installed bot."""
