"""The morning's message: what is new since a person's last one, written in Vietnamese, sent through Apprise, remembered."""
