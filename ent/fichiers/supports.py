"""Where an image may be shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Support(models.TextChoices):
    JOURNAL = "journal", _("le journal de la classe, lu par les familles de la classe")
    SITE = "site", _("le site de l’école, ouvert à tous sur internet")
    PROJET = "projet", _("un projet avec une autre école, lu par les enseignants et les familles qui en sont")
