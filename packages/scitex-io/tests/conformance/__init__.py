"""What every format does with every kind of object: one table a format, one suite over all of them."""
