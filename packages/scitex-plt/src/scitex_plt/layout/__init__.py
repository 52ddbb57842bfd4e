"""How a figure is laid out: what its axes stand in, and what moves them when there is more or less room.

| in a recipe | says |
|---|---|
| `layout` | the layout engine of the figure: `constrained`, or `{name: tight, pad: 2}` |
| `subplots` | what `subplots_adjust` was told, or a layout engine has found |
| `grids` | grids of cells, of a figure or within a cell of an earlier one |
| `grid`, `cell` | the grid, counted from 0, and the cell in it where axes, figures within figures and grids stand |
| `extent` | left, bottom, right, top in fractions of the figure, where the cell does not say it |
| `beside` | the axes beside which a colour bar stands, and how |

What says nothing stands in the first cell of the first grid, which is one of a single cell if there are no `grids`.
What has an `extent` alone stands in no cell.
"""
