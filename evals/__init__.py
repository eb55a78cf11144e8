"""`make evals`: how often the bot is right."""
