"""Times the appendix of Budget 2025 against typst alone and other engines: `make bench`."""
