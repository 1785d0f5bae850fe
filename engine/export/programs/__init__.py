"""Generated programs: trained networks as readable Python source for NumPy, PyTorch and Keras."""
