"""Open the thread that a line of the directory names."""

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ent.annuaire.models import Classe, Etablissement, Groupe, Personne
from ent.fichiers.actions import Envoi

from ..droits import fils as droits
from ..droits.regles import Nature
from ..lectures.conversation import autres_foyers
from ..lectures.destinataires import lire_cle
from ..lectures.fils import place
from ..models import Fil, Message
from . import fils
from .messages import envoyer


@transaction.atomic
def ouvrir_par_cle(*, cle: str, auteur: Personne) -> Fil:
    """The thread of a key of `lectures.destinataires`, which the caller found in this person's own directory."""
    lue = lire_cle(cle)
    if lue is None or lue["nature"] == Nature.PROJET:
        raise ValidationError(_("Ce destinataire n’existe plus. Choisissez à nouveau."))
    classe = Classe.objects.select_related("etablissement").get(pk=lue["classe"]) if "classe" in lue else None
    ecole = Etablissement.objects.get(pk=lue["etablissement"]) if "etablissement" in lue else None
    nature = lue["nature"]
    if nature == Nature.FOYER:
        eleve = Personne.objects.get(uuid=UUID(lue["eleve"]))
        return fils.fil_de_foyer(eleve=eleve, adultes=lue["adultes"], auteur=auteur, classe=classe, etablissement=ecole)
    if ecole is not None:
        return fils.fil_d_ecole(nature=nature, etablissement=ecole, auteur=auteur)
    groupe = Groupe.objects.select_related("etablissement").get(pk=lue["groupe"]) if "groupe" in lue else None
    return fils.fil_de_classe(nature=nature, auteur=auteur, classe=classe, groupe=groupe)


@transaction.atomic
def ecrire_aux_directions(
    *, ecoles: Collection[Etablissement], auteur: Personne, uuid: UUID, texte: str
) -> list[Message]:
    """The same words to the direction of each of these schools, each in its own thread: their answers stay apart."""
    return [
        envoyer(
            fil=fils.fil_d_ecole(nature=Nature.COMMUNE, etablissement=ecole, auteur=auteur),
            auteur=auteur,
            uuid=uuid,
            texte=texte,
            lot=uuid,
        )
        for ecole in ecoles
    ]


@transaction.atomic
def envoyer_a_chaque_foyer(
    *, fil: Fil, auteur: Personne, uuid: UUID, texte: str, envoi: Envoi | None = None, **options
) -> Message:
    """The same words to each household of the child, each in its own thread: their answers stay apart.

    Gives the message of `fil`. What is joined is joined to each. It is for the school: asked by someone of the household, it
    is a message like any other, so that nobody learns from an answer whether the child has another household.
    """
    if not droits.peut_ecrire_aux_foyers(place(auteur, fil).qualites):
        return envoyer(fil=fil, auteur=auteur, uuid=uuid, texte=texte, envoi=envoi, **options)
    message = envoyer(fil=fil, auteur=auteur, uuid=uuid, texte=texte, envoi=envoi, lot=uuid, **options)
    pieces = list(message.pieces.all())
    if fil.eleve is None:
        return message
    for adultes in autres_foyers(fil):
        autre = fils.fil_de_foyer(
            eleve=fil.eleve, adultes=adultes, auteur=auteur, classe=fil.classe, etablissement=fil.etablissement
        )
        aussi = {nom: options[nom] for nom in ("urgence", "ecrit") if nom in options}
        envoyer(fil=autre, auteur=auteur, uuid=uuid, texte=texte, deja=pieces, lot=uuid, **aussi)
    return message
