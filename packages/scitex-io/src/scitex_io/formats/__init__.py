"""One module a format family, each with `load(path, **options)`, `save(obj, path, **options)`, or one of them.

The modules are imported by the registry only when a file of their kind is touched; what a library says of a broken
file becomes a `FormatError` that names the file. A module without either function serves the one whose name its own
begins with.
"""
