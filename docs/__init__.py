"""Documents, and the script that takes the user guide's pictures (`make screenshots`)."""
