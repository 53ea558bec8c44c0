"""School sites and class journals on Wagtail. Not installed yet: nothing is here until it works."""
