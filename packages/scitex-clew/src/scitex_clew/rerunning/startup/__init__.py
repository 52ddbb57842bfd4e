"""A folder for the module search path of reruns: Python imports `sitecustomize` before any program."""
