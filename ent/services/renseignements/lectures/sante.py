"""Who may read the health of a child, today, in words."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from ent.annuaire import destinataires
from ent.annuaire.droits import en_cours
from ent.annuaire.equipes import DU_TRAVAIL, enseignants_des_classes
from ent.annuaire.models import Classe, Personne, Role
from ent.socle.dates import date_format

from ..models import LecteurSante


def ecoles_nommees(personne: Personne) -> frozenset[int]:
    """Schools where the direction named this person to read health. One query, none for who works nowhere."""
    if not personne.portee.etablissements_de_travail:
        return frozenset()
    return frozenset(LecteurSante.objects.de(personne).order_by().values_list("etablissement_id", flat=True))


def lecteurs_du_jour(ecole: int):
    """Those whom the direction named, while they work there."""
    y_travaille = Role.objects.filter(
        en_cours(), personne=OuterRef("personne"), etablissement=ecole, nature__in=DU_TRAVAIL
    )
    lus = LecteurSante.objects.filter(en_cours(), Exists(y_travaille), etablissement=ecole)
    return lus.select_related("personne")


@dataclass(frozen=True)
class Lecteur:
    nom: str
    pourquoi: str

    def __str__(self) -> str:
        return f"{self.nom} ({self.pourquoi})" if self.pourquoi else self.nom


def peuvent_lire(lecteur: Personne, eleve: Personne, classe: Classe) -> list[Lecteur]:
    """Holders of authority (« vous » first), the direction, who teaches the class today, who was named. Five queries."""
    ecole = classe.etablissement_id
    dites: dict[int, str] = {}
    for pk in sorted(destinataires.adultes(ecole, [eleve.pk])):
        dites[pk] = _("responsable")
    roles = Role.objects.filter(en_cours(), etablissement=ecole, nature=Role.Nature.DIRECTEUR)
    for role in roles.select_related("personne"):
        dites.setdefault(role.personne_id, _("direction"))
    for pk in sorted(enseignants_des_classes([classe.pk]).get(classe.pk, ())):
        dites.setdefault(pk, _("classe %(classe)s") % {"classe": classe.nom})
    for nomme in lecteurs_du_jour(ecole):
        jusqu_au = (
            _("sur décision de la direction, jusqu’au %(jour)s") % {"jour": date_format(nomme.fin, "j F")}
            if nomme.fin
            else _("sur décision de la direction")
        )
        dites.setdefault(nomme.personne_id, jusqu_au)
    gens = {p.pk: p.nom_affiche for p in Personne.objects.filter(pk__in=dites)}
    autres = [Lecteur(gens[pk], mots) for pk, mots in dites.items() if pk != lecteur.pk]
    return [Lecteur(_("vous"), ""), *autres] if lecteur.pk in dites else autres
