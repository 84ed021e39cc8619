"""Screens: controls in their places, wired to a presenter. They decide nothing."""
