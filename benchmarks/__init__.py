"""Speed and size, printed as ratios against a baseline of the same run. Never a timed test."""
