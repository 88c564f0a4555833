"""What `kizuna map` proposes: words, columns as they are seen, what fits, and the draft."""
