"""What objects become before a format writes them, and are made of again: plain data, tables, trees of arrays."""
