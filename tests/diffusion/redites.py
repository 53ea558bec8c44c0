"""One piece of news of each kind that can be said again, told by what tells it: for `test_redites`."""

import datetime as dt
import uuid
from types import SimpleNamespace

from django.utils import timezone

from ent.annuaire.models import Personne

MARDI = dt.date(2026, 11, 24)


def relu(personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


def des_messages(d) -> None:
    """To a household, then to a class; one that did not leave; a pupil, then an adult, who write no more for a while."""
    from messagerie.actions import messages, moderation
    from messagerie.models import Message
    from tests.messagerie.fils import Fils

    fils = Fils(d)
    foyer = fils.foyer()
    for fil, auteur in ((foyer, d.enseignante), (foyer, d.mere), (fils.annonce, d.enseignante)):
        messages.envoyer(fil=fil, auteur=relu(auteur), uuid=uuid.uuid4(), texte="Bonjour")
    messages.envoyer(
        fil=fils.foyer(d.eleve_cp, d.pere_separe), auteur=relu(d.enseignante), uuid=uuid.uuid4(), texte="A"
    )
    messages._rendre(Message.objects.create(fil=foyer, auteur=d.mere, uuid=uuid.uuid4(), texte="Trop tard"), foyer)
    for qui in (d.eleve_ce1, d.pere_separe):
        moderation.suspendre(
            etablissement=d.elementaire, personnes=[qui], motif="Blessant.", date_fin=MARDI, auteur=d.directrice
        )


def des_rendez_vous(d) -> None:
    """Open, reminded; then, of three bookings, one whose place changed, one that is moved, one that is cancelled."""
    from ent.services.rendez_vous import evenements
    from ent.services.rendez_vous.actions import nouvelles, rencontres, reservations

    soirees = [(dt.date(2026, 12, 8), dt.time(16, 45), dt.time(18, 0))]
    champs = {"titre": "Bilan", "duree": 15, "moyens": ["ecole"], "lieu": "salle 3", "soirees": soirees}
    rencontre = rencontres.preparer_rencontre(classe=d.cp_ce1, auteur=d.enseignante, **champs)
    rencontre = rencontres.ouvrir_rencontre(rencontre=rencontre, auteur=d.enseignante)
    rencontres.relancer(rencontre=rencontre, auteur=d.enseignante)
    creneaux = list(rencontre.creneaux.order_by("debut"))

    def reserver(rang: int, par, eleve):
        return reservations.reserver(creneau=creneaux[rang], eleve=eleve, responsable=par, par=par)

    reserver(0, d.mere_arabophone, d.eleve_ce1)
    rencontres.corriger_rencontre(
        rencontre=rencontre, auteur=d.enseignante, moyens=["ecole"], collegues=[], lieu="salle 5"
    )
    de_la_mere = reserver(1, d.mere, d.eleve_cp)
    bougee = reservations.bouger(reservation=de_la_mere, vers=creneaux[2], auteur=d.enseignante, mot="Réunion.")
    nouvelles.dire_a_la_famille(bougee, nouvelles.DEMAIN, nature=evenements.RAPPEL)
    du_pere = reserver(3, d.pere_separe, d.eleve_cp)
    reservations.decommander(reservation=du_pere, auteur=d.enseignante, mot="", ferme=True)


def des_autorisations(d) -> None:
    """Photos; outings: asked, reminded, of which answers differ, over whose answer the school wrote, whose day moved."""
    from ent.fichiers.supports import Support
    from ent.services.vie_scolaire.actions import autorisations, changements, consentements
    from ent.services.vie_scolaire.models import DemandeConsentement

    annee = {"debut": dt.date(2026, 9, 1), "fin": dt.date(2027, 8, 31)}
    photos = {"finalite": "vie_de_classe", "supports": [Support.JOURNAL], "texte": "Des photos."}
    consentements.demander_consentement(etablissement=d.elementaire, auteur=d.directrice, **photos, **annee)

    def proposer(titre: str):
        champs = {"titre": titre, "debut": MARDI + dt.timedelta(days=9), "fin": MARDI + dt.timedelta(days=9)}
        return autorisations.demander_autorisation(
            etablissement=d.elementaire, auteur=d.enseignante, genre="sortie", classes=[d.cp_ce1], champs=champs
        )

    def repondre(demande, par, *, accorde: bool = True):
        autorisations.repondre_autorisation(demande=demande, eleve=d.eleve_cp, par=par, accorde=accorde)

    autorisations.relancer_autorisation(demande=proposer("La ferme"), auteur=d.enseignante)
    repondre(disputee := proposer("La mer"), d.mere)
    repondre(disputee, d.pere_separe, accorde=False)
    repondre(ecrite := proposer("Le zoo"), d.mere)
    DemandeConsentement.objects.filter(pk=ecrite.pk).update(debut=MARDI, fin=MARDI)
    dite = consentements.Saisie(d.eleve_cp, d.mere, "", False, cle="x")
    autorisations.saisir_autorisations(demande=ecrite, auteur=d.enseignante, saisies=[dite], origine="place")
    repondre(bougee := proposer("Le lac"), d.mere)
    jours = {"debut": MARDI + dt.timedelta(days=10), "fin": MARDI + dt.timedelta(days=10)}
    changements.corriger_sortie(demande=bougee, auteur=d.enseignante, champs=jours)


def une_enfant_qui_arrive(d) -> None:
    from ent.services.vie_scolaire.actions.appels import Dit, faire_l_appel
    from ent.services.vie_scolaire.demi_journees import demi_journee

    demi, ines_absente = demi_journee(d.elementaire, MARDI, "matin"), {d.eleve_cp.pk: Dit(True)}
    for kenza in (Dit(True), Dit(arrive_a=dt.time(9, 30))):
        faire_l_appel(classe=d.cp_ce1, demi=demi, auteur=d.enseignante, dits=ines_absente | {d.eleve_ce1.pk: kenza})


def une_semaine_a_dire(d) -> None:
    from ent.services.periscolaire.actions import ecole, rappels
    from tests.services.periscolaire.matrice import REGLES

    regles = {"nature": "garderie-soir", "delai_ajout": "mar 18:00", "demande_reponse": True}
    service = ecole.regler_service(etablissement=d.elementaire, auteur=d.directrice, champs=REGLES | regles)
    assert rappels.rappeler(service=service.pk)


def un_dossier_montre(d) -> None:
    from ent.services.liaison.actions import montrer, preparation
    from ent.services.liaison.models import Campagne

    jours = {"date_reponse": dt.date(2027, 5, 12), "date_envoi": dt.date(2027, 5, 22)}
    campagne = preparation.ouvrir_campagne(classe=d.cm2, auteur=d.enseignant, vers=Campagne.Vers.SIXIEME, **jours)
    dossier = campagne.dossiers.get(eleve=d.eleve_cm2)
    preparation.corriger_dossier(dossier=dossier, auteur=d.enseignant, sait="Il lit.", est_pret=True)
    montrer.montrer(dossier=campagne.dossiers.get(eleve=d.eleve_cm2), auteur=d.enseignant)
    assert montrer.relancer(campagne=campagne, auteur=d.enseignant)


def une_correction_refusee(d) -> None:
    from ent.services.renseignements.actions import corrections
    from ent.services.renseignements.champs_corriges import Champ

    demandee = corrections.demander_correction(
        etablissement=d.elementaire,
        eleve=d.eleve_cp,
        champ=Champ.PORTABLE,
        apres={"telephone_portable": "06 99 88 77 66"},
        par=d.mere,
    )
    corrections.refuser_correction(correction=demandee, mot="Un chiffre manque.", auteur=d.directrice)


def un_album_pret(d) -> None:
    from ent.services.souvenirs import actions
    from ent.services.souvenirs.models import AlbumSouvenir

    album = AlbumSouvenir.objects.create(etablissement=d.elementaire, eleve=d.eleve_cp, demandeur=d.mere)
    actions._dire_pret(album)


def du_cahier(d) -> None:
    """A try that is answered; works that move."""
    from cahier_de_textes.actions import remises
    from cahier_de_textes.actions.decalage import decaler
    from cahier_de_textes.actions.familles import voir
    from tests.cahier_de_textes.test_actions import donner
    from tests.cahier_de_textes.test_remises import rendre

    remises.repondre(remise=rendre(donner(d, est_a_rendre=True), d.eleve_cp), auteur=d.enseignante, tampon="bravo")
    voir(par=d.mere, vus=[(donner(d, texte="un"), d.eleve_cp)])
    decaler(auteur=d.enseignante, a_partir_de=MARDI, classe=d.cp_ce1)


def du_journal(d) -> None:
    """Its archive is offered; a family comments, is shown, and a teacher answers."""
    from pages.actions import archives, commentaires
    from tests.pages.journal import publie

    billet = publie(d, [], titre="Les semis")
    commentaires.ouvrir_aux_commentaires(billet=billet, auteur=d.enseignante, est_ouvert=True)
    for auteur in (d.mere, d.enseignante):
        dit = commentaires.commenter(billet=billet, auteur=relu(auteur), uuid=uuid.uuid4(), texte="Bravo !")
        if auteur == d.mere:
            commentaires.montrer_commentaire(commentaire=dit, auteur=d.enseignante, est_montre=True)
    archives.offrir(classe=d.cp_ce1)


def un_acte_confie(d, jour: int) -> None:
    """Told by who takes Inès in from school: she will not come that day of November."""
    from ent.services.vie_scolaire.actions.absences import declarer_absence

    quand = {"debut": dt.date(2026, 11, jour), "fin": dt.date(2026, 11, jour), "duree": "journee"}
    donnees = quand | {"motif": "autre", "precision": "Rendez-vous"}
    declarer_absence(eleve=d.eleve_cp, etablissement=d.elementaire, par=relu(d.assistante), **donnees)


def des_acces_confies(d) -> None:
    """One that runs, one that the direction ended."""
    from ent.services.acces_confies import actions
    from tests.services.acces_confies.matrice import acces

    acces(SimpleNamespace(d=d, eleve=d.eleve_cp))
    un_acte_confie(d, 26)
    actions.finir(delegations=[acces(SimpleNamespace(d=d, eleve=d.eleve_cm2))], auteur=d.directrice)
    for eleve, finit in ((d.eleve_cp, False), (d.eleve_cm2, True)):
        refusee = [acces(SimpleNamespace(d=d, eleve=eleve))]
        actions.s_opposer(delegations=refusee, auteur=d.pere_separe)
        actions.lire_un_desaccord(delegations=refusee, auteur=d.directrice)
        if finit:
            actions.finir(delegations=refusee, auteur=d.directrice)


def une_place(d) -> None:
    """In a visit of the space that is there: another pupil had it, who comes no more."""
    from ent.services.espaces.actions import agenda
    from ent.services.espaces.models import Espace
    from tests.services.espaces.test_visites import camarades, inscrire

    champs = {"jour": dt.date(2026, 12, 3), "de": dt.time(14), "a": None, "lieu": "", "texte": "", "inscrit": "enfant"}
    champs |= {"places": 1, "jusqu_a": dt.datetime(2026, 12, 2, 17, tzinfo=dt.UTC)}
    visite = agenda.ajouter(espace=Espace.objects.get(), par=relu(d.directrice), titre="Le théâtre", **champs)
    [premier] = camarades(d, 1)
    for eleve, vient in ((premier, True), (d.eleve_cm2, True), (premier, False)):
        inscrire(visite, eleve, d.directrice, vient=vient, en_equipe=True)


def des_effacements(d) -> None:
    """Of the account of a father, of what the school keeps of a child who left."""
    from ent.annuaire.models import Effacement
    from ent.exploitation.actions import conservation

    for qui, genre in ((d.pere_separe, Effacement.Genre.RESPONSABLE), (d.eleve_ms, Effacement.Genre.ELEVE)):
        conservation.annoncer(
            Effacement.objects.create(
                personne=qui,
                etablissement=d.maternelle,
                genre=genre,
                date_fin=MARDI,
                annonce_le=timezone.now(),
                date_prevue=dt.date(2027, 1, 5),
            )
        )


def un_changement_de_classe(d) -> None:
    from ent.annuaire.journal import consigner
    from ent.annuaire.registres import Mouvement
    from ent.portail.actions import dire_un_mouvement

    eleve = d.eleve_ce1
    ligne = consigner(
        "annuaire.changer_de_classe",
        auteur=d.directrice,
        etablissement=d.elementaire,
        objet=f"personne {eleve.pk}",
        de=d.cp_ce1.pk,
        vers=d.cm2.pk,
    )
    dire_un_mouvement(Mouvement(ligne.pk, eleve, d.elementaire, d.directrice, de=(d.cp_ce1,), vers=d.cm2))


TOUTES = (
    des_rendez_vous, des_autorisations, une_enfant_qui_arrive, une_semaine_a_dire, un_dossier_montre, une_correction_refusee,
    un_album_pret, du_cahier, du_journal, des_acces_confies, une_place, des_effacements, des_messages,
    un_changement_de_classe,
)  # fmt: skip
