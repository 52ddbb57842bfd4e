"""The tables, a module a family of formats.

`OUTCOMES` maps an extension to its table: the name of an object in `objects.OBJECTS` → what is to happen to it.
What a table does not name is to be refused. The first entry of a table is the typical object of the format.
"""
