"""The code of an access opens the account of its person: never one that is somebody's already."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import Confie, Delegation
from ent.connexion import actions as connexion
from ent.connexion.models import CodeActivation
from ent.diffusion.models import Notification
from ent.services.acces_confies import actions, droits, evenements, lectures
from tests.services.acces_confies.test_droits import neuf
from tests.services.acces_confies.test_pages import code_de, ouvrir


@pytest.fixture
def deux(d, mardi) -> tuple[Delegation, Delegation]:
    """Nadia confides two children of two schools in one gesture: rows of Inès, then of Lina-Maëlys, whose row ends before anybody came."""
    mere = neuf(d.mere)
    confiees = actions.confier(
        delegant=mere,
        suivis=[s for s in mere.portee.suivis if s.eleve.pk in (d.eleve_cp.pk, d.eleve_ms.pk)],
        prenom="Yasmine",
        nom="Roux",
        courriel="",
        lien="assistante",
        confie=Confie.de("absences+"),
        debut=dt.date(2026, 11, 24),
        fin=dt.date(2027, 3, 31),
    )
    ines, lina = sorted(confiees, key=lambda c: c.enfant_id != d.eleve_cp.pk)
    Delegation.objects.filter(pk=lina.pk).update(finie_le=timezone.now() - dt.timedelta(minutes=5))
    return ines, lina


def accepter_avec_son_compte(entrer, d, delegation):
    entrer(d.mere_arabophone).post(
        reverse("connexion_ajouter_enfant"),
        {"code": code_de(delegation), "naissance": d.eleve_cp.date_naissance.strftime("%d/%m/%Y")},
    )


def aucun_code(client, delegation) -> None:
    """Neither shown, nor printed, nor made."""
    page = client.get(reverse("acces_confies_un", args=[delegation.cle])).text
    assert "Son code" not in page and "Faire un nouveau code" not in page
    assert client.get(reverse("acces_confies_papier", args=[delegation.cle])).status_code == 404
    avant = list(CodeActivation.objects.order_by("pk").values("pk", "generation", "utilise_le"))
    assert client.post(reverse("acces_confies_code", args=[delegation.cle])).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.nouveau_code(delegations=[delegation], auteur=delegation.delegant)
    assert list(CodeActivation.objects.order_by("pk").values("pk", "generation", "utilise_le")) == avant


def test_what_was_over_does_not_follow_who_accepts_with_their_account(d, entrer, deux):
    ines, lina = deux
    accepter_avec_son_compte(entrer, d, ines)
    for delegation in deux:
        delegation.refresh_from_db()
    assert ines.delegue == d.mere_arabophone and ines.acceptee_le
    assert lina.delegue != d.mere_arabophone and lina.acceptee_le is None
    aucun_code(entrer(d.mere), ines)


@pytest.mark.parametrize("finie", [0, 1])
def test_no_code_is_made_for_the_account_of_who_accepted_one_child_of_two(d, entrer, deux, finie):
    """Whichever row is read first, and even where a row that was over had followed the account."""
    ines, lina = deux
    accepter_avec_son_compte(entrer, d, ines)
    Delegation.objects.filter(pk=lina.pk).update(delegue=d.mere_arabophone)
    connexion.emettre_code(personne=d.mere_arabophone, etablissement=d.maternelle, renouveler=True)  # never spent
    if finie:
        Delegation.objects.filter(pk=ines.pk).update(acceptee_le=None)
    aucun_code(entrer(d.mere), ines)
    aucun_code(entrer(d.mere), lina)


def test_given_back_after_its_code_was_used_it_is_accepted_and_makes_no_code(d, entrer, client, mardi):
    """The code is proved, the access is ended, a password is chosen, the end is undone within the hour."""
    mere = neuf(d.mere)
    (confiee,) = actions.confier(
        delegant=mere,
        suivis=[s for s in mere.portee.suivis if s.eleve.pk == d.eleve_cp.pk],
        prenom="Xavier",
        nom="Roux",
        courriel="",
        lien="autre",
        confie=Confie.de("absences"),
        debut=dt.date(2026, 11, 24),
        fin=dt.date(2027, 3, 31),
    )
    code = CodeActivation.objects.get(personne=confiee.delegue)
    actions.finir(delegations=[confiee], auteur=mere)
    connexion.activer(code=code, courriel="", mot_de_passe="trois mots qui parlent")
    confiee.refresh_from_db()
    assert confiee.acceptee_le is None
    chez_elle = entrer(d.mere)
    chez_elle.post(reverse("acces_confies_reprendre", args=[confiee.cle]))
    confiee.refresh_from_db()
    assert confiee.finie_le is None and confiee.acceptee_le is not None
    aucun_code(chez_elle, confiee)


def test_what_stayed_behind_is_not_given_back(d, entrer, deux):
    ines, lina = deux
    Delegation.objects.filter(pk=lina.pk).update(finie_par=d.mere)
    accepter_avec_son_compte(entrer, d, ines)
    lina.refresh_from_db()
    assert actions.rendre(delegations=[lina], auteur=neuf(d.mere)) == 0


def test_while_nobody_came_a_new_code_is_made(d, entrer, client, deux):
    ines, _lina = deux
    ancien = code_de(ines)
    chez_elle = entrer(d.mere)
    assert chez_elle.post(reverse("acces_confies_code", args=[ines.cle])).status_code == 302
    assert code_de(ines) != ancien
    assert lectures.acces_de(neuf(d.mere), ines.cle, droits.ENTIER).attend
    ouvrir(client, d, code_de(ines), d.eleve_cp.date_naissance)
    ines.refresh_from_db()
    assert ines.acceptee_le is not None


def test_who_confided_it_cannot_accept_it(d, entrer, deux):
    ines, _lina = deux
    code = code_de(ines)
    naissance = d.eleve_cp.date_naissance.strftime("%d/%m/%Y")
    reponse = entrer(d.mere).post(reverse("connexion_ajouter_enfant"), {"code": code, "naissance": naissance})
    assert reponse.status_code == 422 and "déjà dans votre compte" in reponse.text
    ines.refresh_from_db()
    assert ines.acceptee_le is None and ines.delegue.fusionnee_dans is None and code_de(ines) == code
    assert CodeActivation.objects.get(personne=ines.delegue).utilise_le is None


@pytest.mark.parametrize("qui", ["enseignante", "directrice_maternelle"])
def test_nobody_of_any_school_of_the_children_accepts_with_their_account(d, entrer, deux, qui):
    """The code is of the school of one child; the other's staff reads no family's children by it either."""
    ines, lina = deux
    Delegation.objects.filter(pk=lina.pk).update(finie_le=None)
    reponse = entrer(d.gens[qui]).post(
        reverse("connexion_ajouter_enfant"),
        {"code": code_de(ines), "naissance": d.eleve_cp.date_naissance.strftime("%d/%m/%Y")},
    )
    assert reponse.status_code == 422 and "famille de votre école" in reponse.text
    assert not Delegation.objects.filter(cle=ines.cle).exclude(acceptee_le=None).exists()


@pytest.mark.besoin_de("ent.services.vie_scolaire")
@pytest.mark.parametrize("salles", ["cahier+", "absences cahier"])
def test_who_did_not_confide_that_room_is_told_nothing_of_it(d, mardi, salles):
    from ent.services.vie_scolaire.actions.absences import declarer_absence

    hier = timezone.now() - dt.timedelta(days=1)
    jeudi = dt.date(2026, 11, 26)
    Delegation.objects.create(
        delegant=d.pere_separe,
        delegue=d.assistante,
        enfant=d.eleve_cp,
        etablissement=d.elementaire,
        lien="autre",
        nom_donne="Nounou",
        salles=salles,
        fin=dt.date(2027, 3, 31),
        acceptee_le=hier,
    )
    declarer_absence(
        eleve=d.eleve_cp,
        etablissement=d.elementaire,
        par=neuf(d.assistante),
        debut=jeudi,
        fin=jeudi,
        duree="journee",
        motif="maladie",
    )
    dits = Notification.objects.filter(nature=evenements.ACTE).values_list("destinataire", flat=True)
    assert list(dits) == [d.mere.pk]
