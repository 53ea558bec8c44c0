"""Who teaches or directs, and answers for the child at home, reads at school no word of the other household; a family is told when nobody else would."""

from uuid import uuid4

import pytest
from django.urls import reverse

from ent.annuaire.models import Affectation, Personne, Responsabilite, Role
from ent.diffusion.models import Notification
from messagerie.actions.messages import envoyer
from messagerie.actions.mots import Public
from messagerie.lectures.fils import place
from messagerie.lectures.mots_listes import mots_suivis
from messagerie.lectures.mots_suivi import suivi_du_mot, vu_par
from messagerie.models import Fil
from tests.autres_responsables import devient_directeur, devient_enseignant, devient_parent, ou_se_lisent
from tests.messagerie.mots import envoyer as envoyer_mot
from tests.messagerie.mots import signer, vivre_ensemble

MOT = "ne pas dire au père"
DITE = "À l’école, seul un autre responsable d’Inès lirait ici"


def relu(personne: Personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


@pytest.mark.parametrize("direction", [False, True])
def test_a_separated_parent_named_there_reads_no_thread_of_the_other_household(d, mardi, fils_de, entrer, direction):
    """Neither what was written before, nor what comes; the rest of the team does."""
    fil = fils_de.foyer(d.eleve_cp, d.mere, direction=direction)
    envoyer(fil=fil, auteur=d.mere, texte=MOT, uuid=uuid4())
    if direction:
        devient_directeur(d.pere_separe, d.elementaire)
    else:
        devient_enseignant(d.pere_separe, d.cp_ce1)
    envoyer(fil=Fil.objects.get(pk=fil.pk), auteur=relu(d.mere), texte=MOT, uuid=uuid4())
    assert fil not in Fil.objects.visibles_par(relu(d.pere_separe))
    assert entrer(d.pere_separe).get(reverse("messagerie_fil", args=[fil.pk])).status_code == 404
    assert not Notification.objects.filter(destinataire=d.pere_separe, texte__contains=MOT).exists()
    collegue = d.directrice if direction else d.enseignante
    assert fil in Fil.objects.visibles_par(relu(collegue))
    assert fils_de.foyer(d.eleve_cp, d.pere_separe) in Fil.objects.visibles_par(relu(d.pere_separe))


def test_whom_a_thread_names_and_who_has_no_authority_any_more_reads_their_own_words_by_teaching_there(d, fils_de):
    siens, autres = fils_de.foyer(d.eleve_cp, d.pere_separe), fils_de.foyer(d.eleve_cp, d.mere)
    Responsabilite.objects.filter(adulte=d.pere_separe, enfant=d.eleve_cp).update(autorite="sans")
    assert not {siens, autres} & set(Fil.objects.visibles_par(relu(d.pere_separe)))
    devient_enseignant(d.pere_separe, d.cp_ce1)
    assert {siens, autres} & set(Fil.objects.visibles_par(relu(d.pere_separe))) == {siens}
    assert place(relu(d.pere_separe), siens).qualites == {"enseignant"}


def test_a_family_is_told_when_nobody_else_would_read_and_writes_to_another(d, mardi, fils_de, entrer):
    """The father alone teaches the class: her words go to the direction."""
    fil = fils_de.foyer(d.eleve_cp, d.mere)
    envoyer(fil=fil, auteur=d.mere, texte=MOT, uuid=uuid4())
    Affectation.objects.filter(classe=d.cp_ce1).delete()
    devient_enseignant(d.pere_separe, d.cp_ce1)
    page = entrer(d.mere).get(reverse("messagerie_fil", args=[fil.pk])).text
    assert DITE in page and MOT in page
    choix = entrer(d.mere).get(reverse("messagerie_ecrire")).text
    assert f"foyer.classe.{d.cp_ce1.pk}.{d.eleve_cp.uuid}" not in choix
    assert f"foyer.ecole.{d.elementaire.pk}.{d.eleve_cp.uuid}" in choix
    assert Role.objects.filter(personne=d.pere_separe).exists()


def test_nobody_is_offered_to_write_to_themself(d, mardi, entrer):
    """Alone to teach the class of their child, and alone in their household: it is the direction that one writes to."""
    Affectation.objects.filter(classe=d.cp_ce1).delete()
    devient_enseignant(d.pere_separe, d.cp_ce1)
    choix = entrer(d.pere_separe).get(reverse("messagerie_ecrire")).text
    assert f"foyer.classe.{d.cp_ce1.pk}.{d.eleve_cp.uuid}" not in choix
    assert f"foyer.ecole.{d.elementaire.pk}.{d.eleve_cp.uuid}" in choix
    devient_enseignant(d.mere_arabophone, d.cp_ce1)
    choix = entrer(d.pere_separe).get(reverse("messagerie_ecrire")).text
    assert f"foyer.classe.{d.cp_ce1.pk}.{d.eleve_cp.uuid}" in choix


def test_the_answer_of_the_other_household_to_a_mot_is_read_by_a_colleague(d, mardi, entrer):
    """On the page, in the tables, among papers; reminders and what counts for the child stay for all."""
    mot = envoyer_mot(d, nature="oui_non", signatures="chacun")
    signer(mot, d.eleve_cp, d.mere, "non", nom="Signé N. Belhadj")
    devient_enseignant(d.pere_separe, d.cp_ce1)
    noms = ("carnet_suivi", "carnet_papiers", "carnet_csv", "carnet_ods")
    chemins = [reverse(nom, args=[mot.pk]) for nom in noms]
    mots = ["Signé N. Belhadj", "Mme Belhadj"]
    assert {mot for _chemin, mot in ou_se_lisent(entrer(d.enseignante), chemins, mots)} == set(mots)
    assert ou_se_lisent(entrer(d.pere_separe), chemins, mots) == set()
    page = entrer(d.pere_separe).get(chemins[0]).text
    assert "un collègue lit la réponse d’un autre responsable" in page
    signer(mot, d.eleve_cp, relu(d.pere_separe), "oui")
    page = entrer(d.pere_separe).get(chemins[0]).text
    assert "deux réponses différentes" not in page
    trancher = reverse("carnet_trancher", args=[mot.pk, d.eleve_cp.uuid])
    assert entrer(d.pere_separe).post(trancher, {"choix": "oui"}).status_code == 403
    assert "deux réponses différentes" in entrer(d.enseignante).get(chemins[0]).text
    assert entrer(d.enseignante).post(trancher, {"choix": "non"}).status_code == 302


def test_who_teaches_the_class_of_their_child_settles_nothing_that_another_household_answered(d, mardi, entrer):
    """Two of their own household differ; what the third answered is neither told nor covered by what they would retain."""
    mot = envoyer_mot(d, nature="oui_non", signatures="chacun")
    devient_parent(d.enseignant, d.eleve_cp, d.elementaire)
    vivre_ensemble(d.pere_separe, d.enseignant)
    for adulte, choix in ((d.mere, "non"), (d.pere_separe, "oui"), (d.enseignant, "non")):
        signer(mot, d.eleve_cp, relu(adulte), choix)
    devient_enseignant(d.pere_separe, d.cp_ce1)
    client = entrer(d.pere_separe)
    trancher = reverse("carnet_trancher", args=[mot.pk, d.eleve_cp.uuid])
    assert trancher not in client.get(reverse("carnet_suivi", args=[mot.pk])).text
    assert client.post(trancher, {"choix": "oui"}).status_code == 403
    assert trancher in entrer(d.enseignante).get(reverse("carnet_suivi", args=[mot.pk])).text


@pytest.mark.parametrize("signatures", ["une", "chacun"])
def test_nor_is_it_counted_in_their_list_of_mots(d, mardi, signatures):
    """The numbers of the list would say what the page of the mot does not."""
    public = Public(d.elementaire, classe=d.cp_ce1, eleves=(d.eleve_cp,))
    mot = envoyer_mot(d, signatures=signatures, public=public)
    signer(mot, d.eleve_cp, d.mere)
    devient_enseignant(d.pere_separe, d.cp_ce1)
    pere = relu(d.pere_separe)

    def lu(personne: Personne) -> int:
        return next(ligne.repondus for ligne in mots_suivis(relu(personne)) if ligne.mot == mot)

    assert (lu(pere), vu_par(suivi_du_mot(mot, pere), pere).nombre_complets) == (0, 0)
    assert lu(d.enseignante) == suivi_du_mot(mot, d.enseignante).nombre_complets == (signatures == "une")
    signer(mot, d.eleve_cp, pere)
    assert (lu(pere), lu(d.enseignante)) == (1, 1)
