"""What a pupil reads of a travail: what to do, in the first person, in few words."""

from django.utils.translation import gettext_lazy as _

from .models import Travail

CONSIGNES = {
    Travail.Nature.APPRENDRE: _("J’apprends"),
    Travail.Nature.LIRE: _("Je lis"),
    Travail.Nature.APPORTER: _("J’apporte"),
    Travail.Nature.PREPARER: _("Je prépare"),
    Travail.Nature.PROJET: _("Je cherche"),
    Travail.Nature.ECRIRE: _("J’écris"),
}
