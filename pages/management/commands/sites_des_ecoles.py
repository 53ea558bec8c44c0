"""`manage.py sites_des_ecoles [--supprimer UAI] [--refaire UAI] [--equipes]`: without option, make the sites that are missing."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ent.annuaire.models import Etablissement
from pages.actions.site import creer_sites, supprimer_site
from pages.actions.site_equipes import aligner_equipes
from pages.models import SiteDEcole


class Command(BaseCommand):
    help = "Crée les sites qui manquent, en supprime un, ou le refait à neuf."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--supprimer", metavar="UAI", help="supprime le site, ses pages et ses images")
        parser.add_argument("--refaire", metavar="UAI", help="le supprime, puis le crée à neuf")
        parser.add_argument("--equipes", action="store_true", help="aligne aussi qui écrit sur l’annuaire")

    def handle(self, *, supprimer: str | None, refaire: str | None, equipes: bool, **options) -> None:
        if uai := supprimer or refaire:
            site = SiteDEcole.objects.filter(etablissement__uai=uai.upper()).select_related("etablissement").first()
            if site is None:
                raise CommandError(_("L’école %(uai)s n’a pas de site.") % {"uai": uai})
            supprimer_site(site=site)
            self.stdout.write(_("Le site de %(ecole)s est supprimé.") % {"ecole": site.etablissement.nom})
            voulues = [site.etablissement] if refaire else []
        else:
            voulues = list(Etablissement.objects.select_related("commune"))
        crees = creer_sites(voulues)
        self.stdout.write(_("%(n)s sites créés.") % {"n": len(crees)})
        if equipes:
            aligner_equipes()
