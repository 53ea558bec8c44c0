"""Those who work in a school come in by an e-mail: the same code as on their paper, and the address that the school knows as its proof."""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.codes import est_partagee
from ent.annuaire.droits import en_cours
from ent.annuaire.journal import consigner
from ent.annuaire.lectures.ecoles import directions_de
from ent.annuaire.models import Etablissement, Personne, Role
from ent.diffusion import actions as diffusion
from ent.socle.differer import differer

from .. import evenements, lectures
from ..models import CodeActivation
from .papiers import PapierRefuse, emettre_code

UNE_HEURE = dt.timedelta(hours=1)


@dataclass
class Invites:
    """Of whom was chosen: who will receive an e-mail, who has no address of their own that the school knows, who had one within the hour."""

    partis: list[Personne] = field(default_factory=list)
    sans_adresse: list[Personne] = field(default_factory=list)
    a_l_instant: list[Personne] = field(default_factory=list)


@transaction.atomic
def inviter_le_personnel(*, etablissement: Etablissement, auteur: Personne, personnes: Collection[int]) -> Invites:
    """An e-mail to each of these (ids) who work in the school and have no account yet; ids that are not of the school are ignored.

    Whoever may not hand out a paper may not send it either (`PapierRefuse`). The paper that was printed serves still.
    """
    invites, equipe = Invites(), lectures.personnel_de(etablissement)
    adresses = Counter(d.personne.courriel_contact.strip().casefold() for d in equipe)
    communes = {adresse for adresse, n in adresses.items() if n > 1}
    for destinataire in equipe:
        personne, code = destinataire.personne, destinataire.code
        if personne.pk not in personnes:
            continue
        if refus := destinataire.refus(auteur, etablissement):
            raise PapierRefuse(refus)
        if destinataire.est_active:
            raise PapierRefuse("entre")
        adresse = personne.courriel_contact.strip()
        if not adresse or est_partagee(adresse) or adresse.casefold() in communes:
            invites.sans_adresse.append(personne)
        elif code and code.invite_le and code.invite_le > timezone.now() - UNE_HEURE:
            invites.a_l_instant.append(personne)
        else:
            _envoyer(personne, etablissement)
            invites.partis.append(personne)
    if invites.partis:
        consigner(
            "connexion.inviter_le_personnel", auteur=auteur, etablissement=etablissement, personnels=len(invites.partis)
        )
    return invites


def _envoyer(personne: Personne, etablissement: Etablissement) -> None:
    emettre_code(personne=personne, etablissement=etablissement)
    code = CodeActivation.objects.get(personne=personne, etablissement=etablissement)
    code.invite_le = timezone.now()
    code.save(update_fields=["invite_le"])
    differer("ent.connexion.taches.inviter_dans_une_ecole", code=code.pk)


def dire_la_nomination(*, etablissement: Etablissement, nommee: Personne, auteur: Personne) -> None:
    """To who directs the school already, and to its commune: who is named reads its pupils as soon as their account is open."""
    dire = evenements.direction_nommee(etablissement, nommee, auteur)
    pages = {
        reverse("annuaire_equipe", args=[etablissement.uai]): set(
            directions_de(etablissement).values_list("pk", flat=True)
        ),
        reverse("annuaire_fiche", args=[etablissement.uai]): _referents_de(etablissement),
    }
    for page, gens in pages.items():
        prevenus = gens - {nommee.pk, auteur.pk}
        diffusion.notifier(
            nature=evenements.DIRECTION_NOMMEE,
            objet_id=etablissement.pk,
            etablissement=etablissement,
            textes=dict.fromkeys(((pk, None) for pk in prevenus), dire),
            adresse=page,
            renouvelle=True,
        )


def taire_les_nominations(etablissement: Etablissement, _auteur: Personne) -> None:
    """Of a school that was opened by mistake: it is told again of what it becomes."""
    diffusion.denotifier(nature=evenements.DIRECTION_NOMMEE, objet_id=etablissement.pk)


def _referents_de(etablissement: Etablissement) -> set[int]:
    """Who (ids) follows the schools of its commune today."""
    roles = Role.objects.filter(en_cours(), commune=etablissement.commune_id, nature=Role.Nature.REFERENT_COMMUNE)
    return set(roles.order_by().values_list("personne", flat=True))
