"""What the network sees: where an answer comes from, and what each of its layers responds to."""
