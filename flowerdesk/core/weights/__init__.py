"""The weights of networks: reading their files, keeping them, and fetching them when asked to."""
