"""Deliveries from where they lie to readings: fetch, landing, readers in processes of their own."""
