"""The officer's side: what failed, in the officer's words."""
