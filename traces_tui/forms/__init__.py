"""What each form asks: fields, labels, rules and help. Knows no screen and no table."""
