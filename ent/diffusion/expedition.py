"""Send what is due: each row is taken, judged again, transmitted once."""

import datetime as dt
import logging
import smtplib
import time
from collections import defaultdict
from collections.abc import Collection

from django.utils import timezone

from ent.annuaire import calendrier

from . import courrier, poussees
from .actions import envois as actions
from .actions import lots
from .actions.tournees import oublier_les_taches_finies
from .calme import creneaux_de
from .lectures import a_dire, ecoles_calmes, moment_de_pousser
from .models import AdresseRefusee, Appareil, CreneauCalme, Envoi, Notification
from .models.reglages import Canal

journal = logging.getLogger(__name__)

PAQUET = 50
# A pass gives its worker back to the other tasks: what is left is for the next one.
DUREE = 45.0  # seconds


def resumes() -> None:
    """Every minute: the e-mails of those whose hour has come, then what is to be sent or sent again."""
    actions.reprendre(maintenant=timezone.now())
    lots.preparer_resumes(maintenant=timezone.now())
    _tant_qu_il_y_en_a(Canal.COURRIEL, _envoyer_courriels)


def poussees_dues() -> None:
    """Every minute: the pushes that are due."""
    lots.preparer_poussees(maintenant=timezone.now())
    _tant_qu_il_y_en_a(Canal.POUSSE, _envoyer_poussees)


def purge() -> None:
    actions.purger(maintenant=timezone.now())
    oublier_les_taches_finies(maintenant=timezone.now())


def _tant_qu_il_y_en_a(canal: Canal, envoyer) -> None:
    fin = time.monotonic() + DUREE
    while time.monotonic() < fin:
        pris = actions.prendre(canal=canal, maintenant=timezone.now(), limite=PAQUET)
        if not pris or not envoyer(pris):
            return


def nouvelles_de(envois: Collection[Envoi], canal: Canal, maintenant: dt.datetime) -> dict[int, list[Notification]]:
    """By sending, what its batch still has to say at this moment. One query."""
    champ = "lot_resume" if canal == Canal.COURRIEL else "lot_pousse"
    par_lot: dict[tuple[int, str], list[Notification]] = defaultdict(list)
    du_lot = {f"{champ}__in": {e.lot for e in envois}, "destinataire__in": {e.destinataire_id for e in envois}}
    for n in a_dire(canal, maintenant).filter(**du_lot).select_related("etablissement"):
        par_lot[n.destinataire_id, getattr(n, champ)].append(n)
    return {e.pk: par_lot[e.destinataire_id, e.lot] for e in envois}


# --- E-mails --------------------------------------------------------------------------------------------------------
def _envoyer_courriels(pris: list[Envoi]) -> bool:
    """Send these. False when the server does not answer: the next pass will see."""
    maintenant = timezone.now()
    nouvelles = nouvelles_de(pris, Canal.COURRIEL, maintenant)
    calmes = ecoles_calmes(maintenant)
    refusees = dict(
        AdresseRefusee.objects.filter(personne__in=[e.destinataire_id for e in pris]).values_list("pk", "adresse")
    )
    a_envoyer = []
    for envoi in pris:
        courriel = envoi.destinataire.courriel
        dicibles = [n for n in nouvelles[envoi.pk] if n.etablissement_id not in calmes]
        if nouvelles[envoi.pk] and not dicibles:  # tried again at night: it waits for the morning
            ouvertures = [calendrier.ouverture(n.etablissement, maintenant) for n in nouvelles[envoi.pk]]
            actions.remettre(envois=[envoi], a=min(ouvertures))
        elif not dicibles or not courriel or refusees.get(envoi.destinataire_id) == courriel:
            actions.finir(envoi=envoi, etat=Envoi.Etat.SANS_OBJET)
        else:
            lots.laisser_au_prochain_resume([n for n in nouvelles[envoi.pk] if n.etablissement_id in calmes])
            a_envoyer.append((envoi, dicibles))
    if not a_envoyer:
        return True
    connexion = courrier.connexion()
    try:
        connexion.open()
    except (OSError, smtplib.SMTPException) as erreur:
        for envoi, _dicibles in a_envoyer:
            actions.reporter(envoi=envoi, motif=courrier.expliquer(erreur)[1])
        journal.warning("Le serveur de courrier ne répond pas : %s", erreur)
        return False
    try:
        for envoi, dicibles in a_envoyer:
            _envoyer_courriel(connexion, envoi, dicibles)
        return True
    finally:
        _fermer(connexion)


def _envoyer_courriel(connexion, envoi: Envoi, dicibles: list[Notification]) -> None:
    envoi.adresse = envoi.destinataire.courriel or ""
    commence = False

    def commencer() -> bool:
        nonlocal commence
        commence = actions.commencer(envoi=envoi, adresse=envoi.adresse)
        return commence

    try:
        connexion.open()  # does nothing while it is open
        courrier.envoyer(connexion, courrier.composer(envoi, dicibles), commencer)
    except courrier.DejaPris:
        _fermer(connexion)
    except (smtplib.SMTPException, OSError, ValueError) as erreur:
        _noter_l_echec(envoi, erreur, commence=commence)
        if courrier.a_coupe(erreur):
            _fermer(connexion)  # opened again for the next one
    else:
        actions.finir(envoi=envoi, etat=Envoi.Etat.ENVOYE)


def _noter_l_echec(envoi: Envoi, erreur: Exception, *, commence: bool) -> None:
    refusee, motif = courrier.expliquer(erreur)
    if refusee or (isinstance(erreur, ValueError) and envoi.adresse in str(erreur)):  # or one that no server would take
        actions.refuser_adresse(personne=envoi.destinataire, adresse=envoi.adresse, motif=motif)
        actions.finir(envoi=envoi, etat=Envoi.Etat.REFUSE, motif=motif)
    elif commence and courrier.a_coupe(erreur):  # the content had left, no answer came: it may have arrived
        actions.finir(envoi=envoi, etat=Envoi.Etat.INCERTAIN, motif=motif)
    else:
        actions.reporter(envoi=envoi, motif=motif)


def _fermer(connexion) -> None:
    try:
        connexion.close()
    except (OSError, smtplib.SMTPException):
        journal.info("Le serveur de courrier a coupé avant la fin.", exc_info=True)


# --- Pushes ---------------------------------------------------------------------------------------------------------
def _envoyer_poussees(pris: list[Envoi]) -> bool:
    maintenant = timezone.now()
    nouvelles = nouvelles_de(pris, Canal.POUSSE, maintenant)
    creneaux = creneaux_de({e.destinataire_id for e in pris})
    appareils = Appareil.objects.in_bulk([e.appareil for e in pris])
    for envoi in pris:
        appareil = appareils.get(envoi.appareil)
        siens = creneaux.get(envoi.destinataire_id, [])
        moments = [moment_de_pousser(siens, n.etablissement, n.visible_le, maintenant) for n in nouvelles[envoi.pk]]
        possibles = [m for m in moments if m]
        if appareil is None or appareil.personne_id != envoi.destinataire_id or not possibles:
            actions.finir(envoi=envoi, etat=Envoi.Etat.SANS_OBJET)
        elif min(possibles) > maintenant:
            actions.remettre(envois=[envoi], a=min(possibles))
        elif actions.commencer(envoi=envoi):
            dicibles = [n for n, m in zip(nouvelles[envoi.pk], moments, strict=True) if m == maintenant]
            plus_tard = [n for n, m in zip(nouvelles[envoi.pk], moments, strict=True) if m and m > maintenant]
            if plus_tard:
                ensuite = min(m for m in possibles if m > maintenant)
                lots.laisser_a_la_prochaine_poussee(envoi=envoi, nouvelles=plus_tard, a=ensuite)
            _pousser(envoi, appareil, dicibles, duree_utile(siens, dicibles, maintenant))
    return True


def _pousser(envoi: Envoi, appareil: Appareil, dicibles: list[Notification], duree: dt.timedelta) -> None:
    reponse = poussees.pousser(appareil, dicibles, envoi.destinataire.langue, duree)
    motif = f"{reponse.code} {reponse.texte}".strip()
    if reponse.est_recue:
        actions.finir(envoi=envoi, etat=Envoi.Etat.ENVOYE)
    elif reponse.est_revoquee:
        actions.laisser_appareil(envoi=envoi, motif=motif)
    elif reponse.est_incertaine:
        actions.finir(envoi=envoi, etat=Envoi.Etat.INCERTAIN, motif=motif)
    elif reponse.est_passagere:
        actions.reporter(envoi=envoi, motif=motif, apres=reponse.apres)
    else:
        actions.finir(envoi=envoi, etat=Envoi.Etat.ABANDONNE, motif=motif)


def duree_utile(creneaux: list[CreneauCalme], nouvelles: list[Notification], maintenant: dt.datetime) -> dt.timedelta:
    """How long a push may wait for a phone that is off: not into a quiet moment, where it would ring after all."""
    pas = dt.timedelta(minutes=15)
    duree = pas
    while duree < poussees.DUREE_MAX:
        instant = maintenant + duree
        if any(moment_de_pousser(creneaux, n.etablissement, n.visible_le, instant) != instant for n in nouvelles):
            return duree - pas
        duree += pas
    return duree
