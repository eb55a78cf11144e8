"""Language models over an OpenAI-compatible API. The libraries for it are heavy and imported when first needed."""
