"""The F rules: about whole deliveries."""
