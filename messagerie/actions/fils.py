"""Open threads, close them, and keep where each person is in them."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.foyers import foyers_de
from ent.annuaire.journal import consigner
from ent.annuaire.models import Classe, Etablissement, Groupe, Personne
from ent.diffusion import actions as diffusion
from ent.socle.francais import de_qui

from ..droits.regles import Nature
from ..evenements import fils as evenements
from ..evenements.gens import gens as gens_de
from ..models import Fil, Participation
from ..models.fils import oublier_les_membres


@transaction.atomic
def fil_de_classe(*, nature: str, auteur: Personne, classe: Classe | None = None, groupe: Groupe | None = None) -> Fil:
    """The thread of a class (announcements, pupils, parents) or the announcements of a group, opened at first need."""
    cible = classe or groupe
    if cible is None:
        raise ValidationError(_("Il faut une classe ou un groupe."))
    fil, _cree = Fil.objects.get_or_create(
        nature=nature,
        classe=classe,
        groupe=groupe,
        eleve=None,
        defaults={"etablissement": cible.etablissement, "cree_par": auteur},
    )
    return fil


@transaction.atomic
def fil_d_ecole(*, nature: str, etablissement: Etablissement, auteur: Personne) -> Fil:
    """The team's thread, or the school's announcements, opened at first need."""
    fil, _cree = Fil.objects.get_or_create(nature=nature, etablissement=etablissement, defaults={"cree_par": auteur})
    return fil


@transaction.atomic
def fil_de_foyer(
    *,
    eleve: Personne,
    adultes: Collection[int],
    auteur: Personne,
    classe: Classe | None = None,
    etablissement: Etablissement | None = None,
) -> Fil:
    """The thread of one household about a child, with the teachers of a class or, without a class, with the direction.

    `adultes` must be a household of the child today: a thread never names someone who does not answer for them.
    """
    ecole = classe.etablissement if classe else etablissement
    if ecole is None or frozenset(adultes) not in foyers_de([eleve.pk], ecole).get(eleve.pk, []):
        raise ValidationError(
            _("Ce foyer n’est plus celui %(de_qui)s. Choisissez à nouveau.") % {"de_qui": de_qui(eleve)}
        )
    fil, cree = Fil.objects.get_or_create(
        nature=Nature.FOYER,
        etablissement=ecole,
        classe=classe,
        eleve=eleve,
        foyer="-".join(str(pk) for pk in sorted(adultes)),
        defaults={"cree_par": auteur},
    )
    if cree:
        Participation.objects.bulk_create(
            [Participation(fil=fil, personne_id=pk, est_membre=True) for pk in sorted(adultes)]
        )
        oublier_les_membres(auteur)
    return fil


@transaction.atomic
def ouvrir_projet(*, etablissement: Etablissement, titre: str, membres: Collection[Personne], auteur: Personne) -> Fil:
    """A thread of some of the staff. Who opens it is in it."""
    ids = {p.pk for p in membres} | {auteur.pk}
    fil = Fil(nature=Nature.PROJET, etablissement=etablissement, titre=titre, cree_par=auteur)
    if ids - gens_de(Fil(nature=Nature.EQUIPE, etablissement=etablissement)).adultes_de_l_ecole:
        raise ValidationError(_("Une des personnes choisies ne travaille pas dans cette école."))
    if len(ids) < 2:
        raise ValidationError(_("Choisissez au moins une personne."))
    fil.save()
    Participation.objects.bulk_create([Participation(fil=fil, personne_id=pk, est_membre=True) for pk in sorted(ids)])
    oublier_les_membres(auteur)
    consigner("messagerie.ouvrir_projet", auteur=auteur, etablissement=etablissement, objet=f"fil {fil.pk}")
    return fil


@transaction.atomic
def ouvrir(*, fil: Fil, auteur: Personne) -> None:
    """Let the pupils of the class write again, or a project go on."""
    _basculer(fil, auteur, est_ouvert=True)


@transaction.atomic
def fermer(*, fil: Fil, auteur: Personne) -> None:
    """Nobody writes there any more; everyone goes on reading."""
    _basculer(fil, auteur, est_ouvert=False)


def _basculer(fil: Fil, auteur: Personne, *, est_ouvert: bool) -> None:
    if Fil.objects.filter(pk=fil.pk, est_ouvert=not est_ouvert).update(est_ouvert=est_ouvert):
        verbe = "messagerie.ouvrir_fil" if est_ouvert else "messagerie.fermer_fil"
        consigner(verbe, auteur=auteur, etablissement=fil.etablissement, objet=f"fil {fil.pk}")
        diffusion.signaler(nature=evenements.FIL_CHANGE, objet_id=fil.pk, destinataires=evenements.participants(fil))
    fil.est_ouvert = est_ouvert


@transaction.atomic
def avancer(*, fil: Fil, personne: Personne, recu: int = 0, lu: int = 0) -> Participation:
    """Move a reader's cursor: never backwards, never past what has left. Told again, it changes nothing."""
    lu = min(lu, fil.dernier_numero)
    recu = max(min(recu, fil.dernier_numero), lu)
    place, _cree = Participation.objects.get_or_create(fil=fil, personne=personne)
    siennes = Participation.objects.filter(pk=place.pk)
    # Two devices of one person: the further one wins, whichever comes last.
    a_recu = siennes.filter(recu_jusqu_a__lt=recu).update(recu_jusqu_a=recu)
    a_lu = siennes.filter(lu_jusqu_a__lt=lu).update(lu_jusqu_a=lu, lu_le=timezone.now())
    if lu == fil.dernier_numero:
        diffusion.lire_ce_qui_dit(personne=personne, dits={evenements.MESSAGE: [fil.pk]})
    if a_lu or a_recu:
        autres = gens_de(fil).qui_sait_les_curseurs - {personne.pk}
        diffusion.signaler(nature=evenements.CURSEUR, objet_id=fil.pk, destinataires=autres)
    if a_lu:
        diffusion.signaler(nature=evenements.LU, objet_id=fil.pk, destinataires={personne.pk})
    place.recu_jusqu_a, place.lu_jusqu_a = max(place.recu_jusqu_a, recu), max(place.lu_jusqu_a, lu)
    return place


@transaction.atomic
def enregistrer_brouillon(*, fil: Fil, personne: Personne, texte: str) -> None:
    """What one is writing, found again on any device."""
    Participation.objects.update_or_create(fil=fil, personne=personne, defaults={"brouillon": texte})


@transaction.atomic
def oublier_brouillon(*, fil: Fil, personne: Personne, connu: str = "", envoye: str = "") -> None:
    """What was being written there has left, or is emptied: the draft that the page knew of, or the beginning of what it sent. What is written since on
    another device stays: an outbox sends hours later.
    """
    siennes = Participation.objects.filter(fil=fil, personne=personne).exclude(brouillon="")
    for pk, garde in siennes.values_list("pk", "brouillon"):
        if _memes_mots(garde) == _memes_mots(connu) or _memes_mots(envoye).startswith(_memes_mots(garde)):
            siennes.filter(pk=pk, brouillon=garde).update(brouillon="")


def _memes_mots(texte: str) -> str:
    """Line ends travel each in their way."""
    return " ".join(texte.split())
