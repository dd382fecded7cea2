"""The rules of the figures as plain functions over typed data: whole 1.000 kr., savings negative, no Django."""
