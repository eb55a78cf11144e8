"""The cases of the Slack contract, by what they are about."""
