"""The steps of the road as a person takes them; each page is made when it is first shown."""
