"""The officer's page: accounts, sessions and what they may see and do, in the browser."""
