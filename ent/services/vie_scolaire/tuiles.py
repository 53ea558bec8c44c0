"""What school life shows on the homes: absences to explain, the roll to take, image rights that are owed; and on a pupil's sheet."""

import datetime as dt
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.models import Classe
from ent.fichiers.supports import Support
from ent.portail.registres import Arrivee, Chose, DuJour, Lignes
from ent.socle.dates import aujourd_hui

from .droits.absences import a_dire_de
from .droits.consentements import peut_recueillir_l_accord
from .evenements.appels import ABSENCE
from .evenements.consentements import CORRIGEE, DEMANDE, RAPPEL
from .lectures import absences, appels
from .lectures import familles as lectures
from .lectures.autorisations import demandes_suivies, dire_les_desaccords
from .lectures.changements import change_depuis, preparer_les_changements
from .lectures.images import Cas, bilan
from .lectures.phrases import quand_et_ou
from .lectures.suivi import demandes_suivies as images_suivies
from .models import Motif

LONG = 400  # letters of a text that takes more than a minute to weigh


def evacuation_du_personnel(request: HttpRequest) -> dict | None:
    """For the staff, who has no home of its own. No query."""
    portee = request.user.portee
    return {} if portee.etablissements_de_travail - portee.etablissements_d_enseignement else None


def a_repondre(request: HttpRequest, lignes: Lignes) -> list[Chose]:
    """What this person owes for the children of the page, what they answered today, and the outings on which two differ."""
    billets = lectures.billets_du_jour(request.user, request.suivis, lignes)
    dire_les_desaccords(request.user, [b for b in billets if not b.demande.est_image])
    billets = [b for b in billets if b.attendus or b.est_du_jour or b.differe]
    preparer_les_changements(billet.demande for billet in billets)
    return [_chose(request, b) if b.demande.est_image else _autorisation(request, b) for b in billets]


def sorties(request: HttpRequest, debut: dt.date, fin: dt.date, lignes: Lignes | None) -> list[DuJour]:
    """Each day of an outing of one's children, and what this person answered. No query on a home while there is none."""
    trouvees = []
    billets = lectures.billets_des_sorties(request.user, request.suivis, lignes)
    dire_les_desaccords(request.user, billets)
    for billet in billets:
        demande = billet.demande
        dessiner = partial(render_to_string, "vie_scolaire/autorisations/_du_jour.html", {"billet": billet}, request)
        jours = (demande.debut + dt.timedelta(days=n) for n in range((demande.fin - demande.debut).days + 1))
        heure = demande.depart_a or dt.time()
        mots = f"{_('Annulée')} · {demande.nom}" if demande.est_annulee else demande.nom
        trouvees += [DuJour(jour, [billet.suivi], dessiner, heure, mots) for jour in jours if debut <= jour <= fin]
    return trouvees


def _autorisation(request: HttpRequest, billet: lectures.Billet) -> Chose:
    demande = billet.demande

    def dessiner(chose: Chose) -> str:
        changement = change_depuis(demande, billet.lue_le)
        contexte = {"billet": billet, "quand": quand_et_ou(demande), "chose": chose, "changement": changement}
        return render_to_string("vie_scolaire/autorisations/_billet.html", contexte, request)

    return Chose(
        cle=f"autorisation-{demande.pk}-{billet.suivi.eleve.pk}",
        eleves=[billet.suivi.eleve.pk],
        dessiner=dessiner,
        minutes=2 if len(demande.texte) > LONG else 1,
        avant=demande.dernier_jour,
        est_faite=not billet.attendus,
        dits=[(DEMANDE, demande.pk), (RAPPEL, demande.pk), (CORRIGEE, demande.pk)],
    )


def _chose(request: HttpRequest, billet: lectures.Billet) -> Chose:
    def dessiner(chose: Chose) -> str:
        contexte = {"billet": billet, "ici": "", "chose": chose}
        return render_to_string("vie_scolaire/consentements/_billet.html", contexte, request)

    return Chose(
        cle=f"photos-{billet.demande.pk}-{billet.suivi.eleve.pk}",
        eleves=[billet.suivi.eleve.pk],
        dessiner=dessiner,
        est_faite=not billet.attendus,
        dits=[(DEMANDE, billet.demande.pk)],
    )


def etat_des_reponses(request: HttpRequest) -> str:
    """Where one's answers stand, in « Plus »."""
    return _attendues(sum(billet.attendus for billet in lectures.tous_les_billets(request.user)))


def _attendues(n: int) -> str:
    return ngettext("%(n)s réponse attendue", "%(n)s réponses attendues", n) % {"n": n} if n else _("rien à répondre")


def etat_des_autorisations(request: HttpRequest) -> str:
    """The same, of anything but images; and that one is contested, which the home says."""
    billets = lectures.tous_les_billets(request.user, images=False)
    dire_les_desaccords(request.user, [billet for billet in billets if not billet.demande.est_annulee])
    n = sum(billet.a_repondre for billet in billets)
    if not any(billet.differe for billet in billets):
        return _attendues(n)
    return " · ".join([*([_attendues(n)] if n else []), _("vos réponses diffèrent : rien n’est autorisé")])


def demandes_en_cours(request: HttpRequest) -> str:
    """For who works: how many questions run."""
    return _en_cours(sum(demande.est_ouverte for demande in demandes_suivies(request.user)))


def images_en_cours(request: HttpRequest) -> str:
    """The same, of images. One query."""
    return _en_cours(sum(demande.est_ouverte for demande in images_suivies(request.user)))


def _en_cours(n: int) -> str:
    return ngettext("%(n)s demande en cours", "%(n)s demandes en cours", n) % {"n": n} if n else _("rien en cours")


def etat_des_absences(request: HttpRequest) -> str:
    """What a family still has to say of half-days that were missed, in « Plus ». One query."""
    n = len(absences.a_expliquer(request.user))
    if not n:
        return _("rien à expliquer")
    return ngettext("%(n)s absence à expliquer", "%(n)s absences à expliquer", n) % {"n": n}


def ou_prevenir(request: HttpRequest, _objet: object) -> dict | None:
    """On another room's page of absences: nothing for who tells none of a child. No query."""
    return {} if a_dire_de(request.user) else None


def etat_de_l_appel(request: HttpRequest) -> str:
    """How many rolls of the half-day are made, of the classes that one keeps or directs. Five queries, one more a school directed or taught in."""
    ouvertes = Classe.objects.gerees_par(request.user).filter(appels.garnies(), fermee_le=None)
    etats = [
        e
        for e in appels.etats_du_jour(list(ouvertes.select_related("etablissement")))
        if e.du_moment and not e.collective
    ]
    if not etats:
        return _("pas de classe aujourd’hui")
    faits = sum(any(fait and demi == e.du_moment for demi, fait, _absents in e.demis) for e in etats)
    if not faits:
        return _("aucun appel fait")
    return ngettext("%(faits)s appel fait sur %(n)s", "%(faits)s appels faits sur %(n)s", faits) % {
        "faits": faits,
        "n": len(etats),
    }


def droit_a_l_image_de(request: HttpRequest, fiche: Any) -> dict | None:
    """For their teachers and the direction, medium by medium: whether they may be shown today, else why. Never which holder said what."""
    if not any(peut_recueillir_l_accord(request.user, inscription.classe) for inscription in fiche.inscriptions):
        return None
    lu = bilan([fiche.eleve.pk])
    situations = [(support, lu.situation(fiche.eleve.pk, support)) for support in Support]
    # Few schools do things together: where none was asked about that, nothing is said of it.
    muet = (Support.PROJET, Cas.PAS_DEMANDE)
    return {"situations": [(support, dite) for support, dite in situations if (support, dite.cas) != muet]}


def a_expliquer(request: HttpRequest, lignes: Lignes) -> list[Chose]:
    """Half-days of which nobody told why; nothing once one adult did."""
    montres = {s.eleve.pk for s in request.suivis}
    questions = absences.a_expliquer(request.user) if any(lignes) else []
    return [_a_dire(request, question) for question in questions if question.ligne.eleve_id in montres]


def _a_dire(request: HttpRequest, question: absences.Question) -> Chose:
    def dessiner(chose: Chose) -> str:
        contexte = {"question": question, "motifs": Motif.choices, "chose": chose}
        return render_to_string("vie_scolaire/absences/_question.html", contexte, request)

    ligne = question.ligne
    return Chose(f"absence-{ligne.pk}", [ligne.eleve_id], dessiner, dits=[(ABSENCE, ligne.pk)])


def appel_du_moment(request: HttpRequest) -> dict | None:
    """For who teaches: the roll of the half-day, to be taken or as it was sent. Nothing on a day without class."""
    tenues = list(Classe.objects.tenues_par(request.user).filter(appels.garnies()).select_related("etablissement"))
    etats = [etat for etat in appels.etats_du_jour(tenues) if etat.du_moment and not etat.collective] if tenues else []
    confies = appels.confies_a(request.user, aujourd_hui())
    return {"etats": etats, "confies": confies} if etats or confies else None


def partager(request: HttpRequest) -> list[Arrivee]:
    """The paper of an absence that one told, where none was joined: the direction alone reads it."""
    return [
        Arrivee(
            _("Le justificatif d’une absence"),
            dite.phrase,
            "trombone",
            reverse("absences_justificatif", args=[dite.declaration.pk]),
        )
        for dite in absences.declarees(request.user)
        if dite.est_d_un_des_siens and not dite.par_qui and not dite.declaration.fichiers.all()
    ]
