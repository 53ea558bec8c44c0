"""Write, leave, correct, take back, react."""

from collections.abc import Collection
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.droits import exiger
from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion
from ent.fichiers.actions import Envoi, recueillir
from ent.fichiers.controles import Preparation
from ent.fichiers.models import Fichier
from ent.fichiers.stockage import tout_ou_rien
from ent.socle.textes import numero_de_l_envoi

from ..droits import fils as droits
from ..droits.regles import SANS_IMAGE, Nature
from ..evenements import fils as evenements
from ..evenements.gens import est_concerne
from ..evenements.gens import gens as gens_de
from ..lectures.conversation import deja_ecrit
from ..lectures.fils import (
    Place,
    a_qui,
    ecole_de,
    est_gele,
    heure_de_dire,
    moment_du_depart,
    place,
)
from ..models import Absence, Fil, Message, Participation, Reaction, VersionMessage
from ..recherche import simple
from ..trames import trame
from .annonces import prevenir, taire
from .changements import dire_le_changement, redire_ce_qui_cite, verrouiller
from .fils import oublier_brouillon
from .images import dire_ce_qui_est_cache

TACHE_PARTIR = "messagerie.taches.fils.faire_partir"


@tout_ou_rien()
def envoyer(
    *,
    fil: Fil,
    auteur: Personne,
    uuid: UUID,
    texte: str = "",
    envoi: Envoi | None = None,
    deja: Collection[Fichier] = (),
    en_reponse_a: int | None = None,
    urgence: str = "",
    lot: UUID | None = None,
    ecrit: UUID | None = None,
    brouillon: str = "",
) -> Message:
    """Write in a thread. It leaves at once, or when the school's quiet hours end; sent again (`ecrit`: `numero_de_l_envoi`), it is the same.

    The right is judged here, on the thread as it is under lock: a thread closed meanwhile, a suspension, an incident stop what was being written. `deja`: files
    that another message of the same words took. `en_reponse_a` (id): of the thread, or an announcement that both sides read. `brouillon`: as its page knew it.
    """
    fil, ecrit = verrouiller(fil), ecrit or numero_de_l_envoi(uuid, texte)
    if connu := deja_ecrit(auteur, fil, uuid, ecrit, texte):
        return connu
    ici = _exiger_d_ecrire(auteur, fil, texte, [*deja, *(envoi.deposes + envoi.prepares if envoi else [])])
    urgence = urgence if droits.peut_passer_outre(ici.qualites) else ""
    message = Message.objects.create(
        fil=fil,
        auteur=auteur,
        uuid=_libre(fil, auteur, uuid, ecrit),
        envoi=ecrit,
        texte=texte,
        recherche=simple(texte),
        en_reponse_a=citer(fil, auteur, en_reponse_a) if en_reponse_a else None,
        part_le=timezone.now() if urgence else moment_du_depart(fil),
        urgence=urgence,
        lot=lot,
    )
    _joindre(message, envoi, deja)
    oublier_brouillon(fil=fil, personne=auteur, connu=brouillon, envoye=texte)
    suivre_l_ecrit(message, fil, ici.qualites)
    return message


def _joindre(message: Message, envoi: Envoi | None, deja: Collection[Fichier]) -> None:
    if envoi or deja:
        message.pieces.set([*deja, *(recueillir(envoi=envoi, deposant=message.auteur) if envoi else [])])


def _libre(fil: Fil, auteur: Personne, uuid: UUID, ecrit: UUID) -> UUID:
    """A page gone back to and filled otherwise is another message, so that nothing is dropped: it bears another number."""
    return ecrit if Message.objects.filter(fil=fil, auteur=auteur, uuid=uuid).exists() else uuid


def _exiger_d_ecrire(auteur: Personne, fil: Fil, texte: str, pieces: Collection[Fichier | Preparation]) -> Place:
    ici = place(auteur, fil)
    exiger(ici.peut_ecrire, ici.pourquoi_pas)
    if not (texte or pieces):
        raise ValidationError(_("Il n’y a rien à envoyer : écrivez quelques mots, ou joignez un fichier."))
    _exiger_sans_image(fil, pieces)
    return ici


def _exiger_sans_image(fil: Fil, pieces: Collection[Fichier | Preparation]) -> None:
    """Where several schools read, nobody asks who is on an image: none is joined."""
    if fil.nature == Nature.COLLECTIF and any(piece.nature not in SANS_IMAGE for piece in pieces):
        raise ValidationError(
            _("Entre écoles, une image passe par le tableau des travaux, où le droit à l’image est vérifié.")
        )


def suivre_l_ecrit(message: Message, fil: Fil, qualites: Collection[str]) -> None:
    """It is journalled, the thread notes as what its author wrote, and it leaves: now, or when quiet hours end."""
    consigner(
        "messagerie.envoyer",
        auteur=message.auteur,
        etablissement=fil.etablissement,
        objet=f"message {message.pk}",
        **({"urgence": message.urgence} if message.urgence else {}) | {"vers": a_qui(fil, qualites)},
    )
    ecrits = fil.qualites_qui_ont_ecrit | {*qualites}
    fil.ont_ecrit = f",{','.join(sorted(ecrits))},"
    if message.part_le > timezone.now():
        fil.save(update_fields=["ont_ecrit"])
        diffusion.differer(TACHE_PARTIR, a=message.part_le, fil_id=fil.pk)
    else:
        _faire_partir(fil, ecrit=message, seul=bool(message.urgence))
        message.refresh_from_db(fields=["numero", "parti_le", "revision"])


def citer(fil: Fil, auteur: Personne, pk: int) -> Message | None:
    """What one answers, if everyone who reads this thread may read it; else nothing, and the answer stands alone."""
    cite = Message.objects.visibles_par(auteur).partis().select_related("fil").filter(pk=pk).first()
    if cite is None or not droits.se_cite_dans(cite.fil, fil):
        return None
    # An announcement is quoted to a family that reads it: of its child's class or group, not of a brother's.
    est_lu = cite.fil_id == fil.pk or est_concerne(cite.fil, fil.eleve_id)
    return cite if est_lu else None


@transaction.atomic
def faire_partir(*, fil: Fil) -> None:
    """What waited and whose hour has come leaves, in the order it was written. Done again, it changes nothing."""
    _faire_partir(verrouiller(fil))


def _faire_partir(fil: Fil, *, ecrit: Message | None = None, seul: bool = False) -> None:
    """Under the thread's lock. `ecrit` was written, and judged, a moment ago; `seul`: it is urgent and does not take along
    what waits for the morning.
    """
    prets = Message.objects.en_attente().filter(fil=fil, part_le__lte=timezone.now()).order_by("ecrit_le", "pk")
    if seul and ecrit is not None:
        prets = prets.filter(pk=ecrit.pk)
    partis = _juger(prets, fil, ecrit)
    if not partis:
        return
    ecrits, ecrivains = partis[-1], {m.auteur_id for m in partis}
    reponses = _dire_les_absences(fil, ecrivains)
    partis += reponses
    maintenant = timezone.now()
    for message in partis:
        fil.dernier_numero += 1
        fil.revision += 1
        message.numero, message.revision, message.parti_le = fil.dernier_numero, fil.revision, maintenant
        message.save(update_fields=["numero", "revision", "parti_le"])
        _suivre_son_propre_message(message)
        if message != ecrit:
            dire_ce_qui_est_cache(message)
    fil.dernier_message, fil.dernier_le = partis[-1], maintenant
    fil.save(update_fields=["dernier_numero", "revision", "dernier_message", "dernier_le", "ont_ecrit"])
    gens = gens_de(fil)
    for message in partis:
        diffusion.signaler(
            nature=evenements.MESSAGE,
            objet_id=fil.pk,
            destinataires=gens.participants,
            message=trame(message),
            accuse=evenements.se_dit_recu(fil),
        )
    prevenir(fil, ecrits, gens, gens.participants)
    # Who wrote is told of the answer; the absent are told, as everyone, of what was written to them.
    for reponse in reponses:
        prevenir(fil, reponse, gens, ecrivains & gens.participants)


def _juger(prets: QuerySet[Message], fil: Fil, ecrit: Message | None) -> list[Message]:
    """Those whose author may still write here; the others are given back."""
    partis = []
    prets = prets.select_related("auteur", "en_reponse_a__auteur", "en_reponse_a__fil")
    for message in prets.prefetch_related("pieces", "reactions"):
        if message == ecrit or place(message.auteur, fil).peut_ecrire:
            partis.append(message)
        else:
            _rendre(message, fil)
    return partis


def _rendre(message: Message, fil: Fil) -> None:
    """What waited and whose author may write here no more (a tie that ended, a household that parted, a suspension, an
    incident) does not leave: it stays whole, for its author alone, who is told so (a pupil by the page alone).
    """
    auteur = message.auteur
    message.rendu_le = timezone.now()
    message.save(update_fields=["rendu_le"])
    consigner("messagerie.rendre", auteur=auteur, etablissement=fil.etablissement, objet=f"message {message.pk}")
    sur_la_page = evenements.participants(fil) & {auteur.pk}
    diffusion.signaler(nature=evenements.FIL_CHANGE, objet_id=fil.pk, destinataires=sur_la_page)
    if not auteur.portee.est_eleve:
        diffusion.notifier(
            nature=evenements.NON_PARTI,
            objet_id=message.pk,
            etablissement=ecole_de(fil, auteur),
            textes={(auteur.pk, None): dire_non_parti},
            adresse=reverse("messagerie_a_reprendre"),
            visible_le=heure_de_dire(fil),
        )


def dire_non_parti(_prenom: str = "") -> str:
    return _("Votre message n’est pas parti. Il vous attend dans « À reprendre ».")


def _suivre_son_propre_message(message: Message) -> None:
    """Who writes has read what they wrote, if they had read all before it."""
    avant = (message.numero or 1) - 1
    sienne, _cree = Participation.objects.get_or_create(fil=message.fil, personne=message.auteur)
    if sienne.lu_jusqu_a == avant:
        Participation.objects.filter(pk=sienne.pk).update(lu_jusqu_a=message.numero, recu_jusqu_a=message.numero)


def _dire_les_absences(fil: Fil, ecrivains: Collection[int]) -> list[Message]:
    """In a household's thread, each absent adult of the other side says so, once per thread and absence.

    An answer is nobody's writing: it calls for no other, so that two absent people never answer each other.
    """
    if fil.nature != Nature.FOYER:
        return []
    familles = fil.adultes_du_foyer
    autres = evenements.participants(fil).difference(ecrivains)
    du_bon_cote: set[int] = set()
    if familles.intersection(ecrivains):
        du_bon_cote |= autres - familles
    if set(ecrivains) - familles:
        du_bon_cote |= autres & familles
    absences = Absence.objects.du_jour().filter(personne__in=du_bon_cote).exclude(dite_dans=fil)
    reponses = []
    for absence in absences.select_related("personne"):
        absence.dite_dans.add(fil)
        reponses.append(
            Message.objects.create(
                fil=fil,
                auteur=absence.personne,
                uuid=uuid4(),
                texte=absence.texte,
                recherche=simple(absence.texte),
                est_automatique=True,
            )
        )
    return reponses


# --- After it was written ---------------------------------------------------------------------------------------------
@transaction.atomic
def modifier(*, message: Message, auteur: Personne, texte: str) -> None:
    """Correct one's message; what it said stays, for the direction."""
    message = _reprendre(message, auteur)
    ici = place(auteur, message.fil)
    exiger(ici.peut_ecrire, ici.pourquoi_pas)  # correcting is writing; taking back is not
    if texte == message.texte:
        return
    if not texte and not message.pieces.exists():
        raise ValidationError(_("Un message vide ne dit rien : retirez-le plutôt."))
    _garder_la_trace(message)
    message.texte, message.recherche = texte, simple(texte)
    message.modifie_le = None if message.attend else timezone.now()
    message.save(update_fields=["texte", "recherche", "modifie_le"])
    consigner(
        "messagerie.modifier", auteur=auteur, etablissement=message.fil.etablissement, objet=f"message {message.pk}"
    )
    dire_le_changement(message)
    redire_ce_qui_cite(message)


@transaction.atomic
def rappeler(*, message: Message, auteur: Personne) -> None:
    """Take one's message back. What waits never leaves; of what has left, the trace stays, for the direction."""
    message = _reprendre(message, auteur)
    retirer_le_texte(message)
    consigner(
        "messagerie.rappeler", auteur=auteur, etablissement=message.fil.etablissement, objet=f"message {message.pk}"
    )


def retirer_le_texte(message: Message) -> None:
    """Under the thread's lock: nobody reads it any more, the trace excepted. The direction does so too."""
    _garder_la_trace(message)
    message.texte = message.recherche = ""
    message.rappele_le = timezone.now()
    message.save(update_fields=["texte", "recherche", "rappele_le"])
    if not message.attend:
        taire(message, evenements.participants(message.fil))
    dire_le_changement(message)
    redire_ce_qui_cite(message)


def _reprendre(message: Message, auteur: Personne) -> Message:
    """The message under its thread's lock, if its author may still change it."""
    fil = verrouiller(message.fil)
    message = Message.objects.select_related("auteur", "en_reponse_a__auteur", "en_reponse_a__fil").get(pk=message.pk)
    message.fil = fil
    exiger_de_changer(message, auteur)
    return message


def exiger_de_changer(message: Message, auteur: Personne) -> None:
    exiger(
        droits.peut_modifier(auteur, message, est_gele=est_gele(message.fil)),
        _("Ce message ne peut plus être changé : le délai est passé, ou l’école a gelé les messages."),
    )


def _garder_la_trace(message: Message) -> None:
    if not message.attend:
        VersionMessage.objects.create(message=message, texte=message.texte)


@transaction.atomic
def reagir(*, message: Message, personne: Personne, signe: str, oter: bool = False) -> None:
    """Put one's sign under a message, change it, or take it away. Sent twice, it is the same."""
    if signe not in Reaction.Signe.values:
        raise ValidationError(_("Ce signe n’existe pas."))
    fil = verrouiller(message.fil)
    ici = place(personne, fil)
    exiger(ici.peut_parler and not ici.est_depasse, ici.pourquoi_pas)
    message = (
        Message.objects.partis()
        .select_related("auteur", "en_reponse_a__auteur", "en_reponse_a__fil")
        .get(pk=message.pk)
    )
    exiger(message.rappele_le is None, _("Ce message a été retiré."))
    message.fil = fil
    sienne = Reaction.objects.filter(message=message, personne=personne)
    if oter != sienne.filter(signe=signe).exists():
        return
    if oter:
        sienne.delete()
    else:
        Reaction.objects.update_or_create(message=message, personne=personne, defaults={"signe": signe})
    dire_le_changement(message)
