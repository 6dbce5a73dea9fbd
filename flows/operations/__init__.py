"""What keeps a ward going: status, rebuild, retention."""
