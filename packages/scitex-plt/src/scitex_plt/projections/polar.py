"""Polar axes: x is the angle theta, in radians, and y the radius."""

from operator import attrgetter

from scitex_plt.properties import named

VIEW = (
    named("theta_offset"),
    named("theta_direction"),
    named("rlabel_position"),
    named("rorigin", get=attrgetter("_originViewLim.locked_y0")),
)
"""Where theta is 0 (in radians from the east) and where it grows; where radii are written (in degrees); the radius
in the middle."""
