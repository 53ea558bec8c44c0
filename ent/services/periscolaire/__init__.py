"""Menus, and what surrounds class: cantine, garderie, étude."""
