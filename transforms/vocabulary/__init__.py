"""Lists of words that several sources share."""
