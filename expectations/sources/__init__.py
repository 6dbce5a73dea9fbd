"""One module per source: ``prepare`` sets what the rules compare with beside the rows, ``rules`` are the sentences."""
