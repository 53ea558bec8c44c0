"""When, in the templates of spaces."""

from django import template

from ..lectures import moments

register = template.Library()
register.filter("quand", moments.quand)
