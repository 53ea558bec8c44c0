"""What a family agreed to is what goes: not other words, not another school, not after one of them would talk, and judged again until the first byte leaves."""

import pytest
from django.urls import reverse

from ent.annuaire.models import Inscription, Responsabilite
from ent.fichiers.models import Visage
from ent.services.liaison.actions import familles, montrer, papier, preparation
from ent.services.liaison.lectures.contenu import montree
from ent.services.liaison.lectures.envois import qui_part
from ent.services.liaison.lectures.motifs import Refus
from ent.services.liaison.models import Avis, Dossier, Envoi, Reception
from tests.services.liaison.test_echange import envoyer, plus_tard
from tests.services.liaison.voyage import accorder, relire


def partent(dossier: Dossier) -> list[str]:
    return qui_part(relire(dossier))[1].parties


def refus(dossier: Dossier) -> str:
    with pytest.raises(Refus) as dit:
        qui_part(relire(dossier))
    return dit.value.code


# --- Words, and where they go -------------------------------------------------------------------------------------------
def test_a_non_stands_until_its_holder_answers_the_new_words(d, accorde, ecrire):
    accorder(accorde, d.pere_separe, sauf=("savoirs",))
    ecrire(relire(accorde), sait="Il lit seul un roman !")
    montrer.montrer(dossier=relire(accorde), auteur=d.enseignant)
    accorder(accorde, d.mere)
    assert "savoirs" not in partent(accorde)
    accorder(accorde, d.pere_separe)
    assert "savoirs" in partent(accorde)


def test_a_oui_is_for_one_school(d, accorde):
    preparation.corriger_dossier(dossier=accorde, auteur=d.enseignant, destination_id=None, destination_dite="Le Lac")
    assert refus(accorde) == "ailleurs"
    montrer.montrer(dossier=relire(accorde), auteur=d.enseignant)
    assert refus(accorde) == "sans_accord"


@pytest.mark.parametrize("choix", ["gene", "parler"])
def test_who_would_talk_first_holds_everything_back(d, accorde, ecrire, choix):
    """Even what they agreed to before."""
    ecrire(relire(accorde), positions={"CPD_FRA": 4})
    montrer.montrer(dossier=relire(accorde), auteur=d.enseignant)
    ligne = next(ligne for ligne in montree(accorde).contenu if ligne["partie"] == "positions")
    assert "savoirs" in partent(accorde)
    dits = {"positions": (ligne["empreinte"], False)}
    familles.repondre(dossier=relire(accorde), par=d.mere, choix=choix, dits=dits)
    assert refus(accorde) == "sans_accord"


def test_a_pupil_who_left_takes_it_away_from_their_teacher_and_nothing_goes(d, accorde, entrer):
    assert entrer(d.enseignant).get(reverse("liaison_preparer", args=[accorde.uuid])).status_code == 200
    Inscription.objects.filter(eleve=accorde.eleve, classe=d.cm2).update(fin=d.cm2.annee.debut)
    assert entrer(d.enseignant).get(reverse("liaison_preparer", args=[accorde.uuid])).status_code == 404
    assert refus(accorde) == "parti"


# --- Until the first byte ------------------------------------------------------------------------------------------------
def paper(d, dossier: Dossier) -> None:
    Avis.objects.filter(personne=d.pere_separe).delete()
    dits = {ligne["partie"]: False for ligne in montree(dossier).contenu}
    papier.saisir(dossier=dossier, auteur=d.enseignant, adulte=d.pere_separe, numero=1, dits=dits)


def ties_end(d, dossier: Dossier) -> None:
    Responsabilite.objects.filter(enfant=dossier.eleve).update(autorite=Responsabilite.Autorite.SANS)


def another_child(d, dossier: Dossier) -> None:
    for tenu in montree(dossier).fichiers.all():
        Visage.objects.create(fichier=tenu.fichier, eleve=d.eleve_cp)


def other_words(d, dossier: Dossier) -> None:
    preparation.corriger_dossier(dossier=relire(dossier), auteur=d.enseignant, sait="Autre chose.")
    montrer.montrer(dossier=relire(dossier), auteur=d.enseignant)


@pytest.mark.parametrize(
    ("change", "reste", "photos"),
    [(paper, None, 0), (ties_end, None, 0), (another_child, "savoirs", 0), (other_words, "travaux", 2)],
)
def test_what_was_sealed_and_has_not_left_is_judged_again(d, accorde, college, reseau, change, reste, photos):
    reseau.couper = lambda _methode, _chemin: True
    envoi = envoyer(d, accorde)
    assert (envoi.etat, bool(envoi.cle_objet)) == (Envoi.Etat.A_ENVOYER, True)
    change(d, accorde)
    reseau.couper = lambda _methode, _chemin: False
    envoi = plus_tard(Envoi.objects.get(pk=envoi.pk))
    if reste is None:
        assert (envoi.etat, envoi.motif, Reception.objects.count()) == (Envoi.Etat.REFUSE, "sans_accord", 0)
    else:
        recue = Reception.objects.get()
        dites = [partie["partie"] for partie in recue.contenu["parties"]]
        assert reste in dites
        assert ("savoirs" in dites) == (change is another_child)
        assert recue.fichiers.count() == photos


# --- Nobody speaks for another ------------------------------------------------------------------------------------------
def test_a_coupon_is_not_typed_for_who_has_an_account(d, montre, entrer):
    adresse = reverse("liaison_coupon", args=[montre.uuid, 1])
    envoi = {"adulte": str(d.pere_separe.uuid), "p-savoirs": "oui", "p-positions": "oui"}
    assert entrer(d.enseignant).post(adresse, envoi).status_code == 404
    assert not Avis.objects.exists()


def test_a_pupil_who_left_is_on_no_page_of_their_former_teacher(d, accorde, entrer):
    """The page of the class went on saying what their family answered, and its gestures reached their dossier."""
    dits = {ligne["partie"]: (ligne["empreinte"], False) for ligne in montree(accorde).contenu}
    familles.repondre(dossier=accorde, par=d.mere, choix="parler", dits=dits, precision="Son père ne sait pas lire.")
    prenom, campagne = accorde.eleve.prenom, accorde.campagne
    pages = [reverse(nom, args=[campagne.uuid]) for nom in ("liaison_campagne", "liaison_positions")]
    assert all(prenom in entrer(d.enseignant).get(page).text for page in pages)
    Inscription.objects.filter(eleve=accorde.eleve, classe=d.cm2).update(classe=d.cp_ce1)
    for page in pages:
        lue = entrer(d.enseignant).get(page).text
        assert (prenom in lue, "Son père" in lue) == (False, False), page
        assert prenom in entrer(d.directrice).get(page).text
