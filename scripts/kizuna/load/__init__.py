"""Loading: from a file as exported to typed rows, or to a sentence that says why not."""
