"""One module per source: the contract of its columns and ``clean``, from a table of text to a tidy typed frame."""
