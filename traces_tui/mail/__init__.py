"""Mail: the outbox, the letters in every language, and how they leave the house."""
