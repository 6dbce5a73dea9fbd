"""What is written for people: reports, the template, exports, pages about sources."""
