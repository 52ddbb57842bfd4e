"""Figures for print: millimetres, styles of journals, panel letters, brackets, scale bars, figures in one."""
