"""flowerdesk: teach your own laptop to tell your photos apart."""
