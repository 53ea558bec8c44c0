"""A copy, to keep, of what a service could receive of one's children or of oneself: the very values, and the number by which it knows them."""

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.models import Personne
from ent.socle.dates import date_format

from ..attributs import Attribut
from .numeros import numero
from .services import Acces, Dit, acces_de, ce_qui_est_dit


def _sien(acces: Acces, personne: Personne) -> Dit | None:
    """What leaves of a child, by the openings that this reader knows of."""
    siens = [a for a in acces_de(personne, Q(service=acces.service)) if a.peut_ouvrir]
    connues = {ouverture.pk for ouverture in acces.choisi_par}
    for sien in siens:
        sien.entrees = [(ouverture, profil) for ouverture, profil in sien.entrees if ouverture.pk in connues]
    return ce_qui_est_dit(siens[0], personne) if siens and siens[0].peut_ouvrir else None


def copie(acces: Acces, personne: Personne) -> str:
    """In plain text, in the language of the reader. What the service made of it is asked of the service: its contact stands at the end. Of a
    child who was taken out, the number alone, by which what it still keeps is asked.
    """
    if acces.service.est_un_lien:
        return ""
    dits = [(enfant, _sien(acces, enfant)) for enfant in acces.enfants]
    dits += [(retire.eleve, Dit(numero(acces.service, retire.eleve))) for retire in acces.enfants_retires]
    if acces.peut_ouvrir:
        dits.append((personne, ce_qui_est_dit(acces, personne)))
    service, jour = acces.service, date_format(timezone.localdate(), "j F Y")
    lignes = [
        _("Ce que %(lequel)s peut recevoir, au %(jour)s") % {"lequel": service.nom, "jour": jour},
        settings.ENT_NOM,
    ]
    for qui, dit in dits:
        if dit is not None:
            lignes += ["", str(qui), *_valeurs(dit)]
    lignes += ["", *filter(None, (service.garde, service.lieu, service.contact, service.vie_privee))]
    lignes.append(_("Pour une copie de ce qu’il garde, ou pour l’effacer, écrivez-lui et donnez le numéro ci-dessus."))
    return "\n".join(lignes) + "\n"


def _valeurs(dit: Dit) -> list[str]:
    valeurs = {
        Attribut.PRENOM: dit.prenom,
        Attribut.NOM: dit.nom,
        Attribut.NIVEAU: ", ".join(dit.niveaux),
        Attribut.CLASSE: ", ".join(nom for _uai, nom in dit.classes),
        Attribut.ECOLE: ", ".join(dit.ecoles),
        Attribut.PROFIL: dit.profil,
    }
    dites = [f"- {attribut.label}{_(' : ')}{valeur}" for attribut, valeur in valeurs.items() if valeur]
    return [*dites, f"- {_('Un numéro propre à ce service')}{_(' : ')}{dit.numero}"]
