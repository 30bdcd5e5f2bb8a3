"""What screens share. Each module is imported by itself, so that a screen loads only its own."""
