"""Operations: what keeps a ward going: status, rebuild, retention."""
