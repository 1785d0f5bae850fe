"""The painting view: points put on a plane by hand, while the network learns them."""
