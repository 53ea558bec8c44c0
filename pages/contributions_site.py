"""What the sites of schools give to the homes and to the navigation."""

from django.utils.translation import gettext_lazy as _

from ent.portail.registres import Entree, Tuile, enregistrer_entree, enregistrer_tuile

from .lectures.site_listes import tuile

enregistrer_tuile(Tuile(nom="site", univers="direction", ordre=60, gabarit="pages/site/tuile.html", contexte=tuile))
for _univers, _nom, _adresse in [
    ("famille", _("Site de l’école"), "mes_sites"),
    ("territoire", _("Sites des écoles"), "sites_du_territoire"),
]:
    enregistrer_entree(Entree(f"sites_{_univers}", _nom, "ecole", _univers, _adresse, 70, dans_la_barre=False))
