"""Loading: from a file as exported to typed rows in a raw table, or to a sentence that says why not."""
