"""Each right of the journal and of the sites, persona by persona: one world where each thing stands in each of its states."""

import datetime as dt

import pytest

from ent.annuaire.models import Groupe, Inscription, Personne, Role
from pages.droits import billets as droits
from pages.droits import commentaires as droits_des_commentaires
from pages.droits import portfolio
from pages.models import Billet, Commentaire, SiteDEcole
from pages.perimetre import Perimetre, borne, borner
from tests.pages.journal import relu


# --- Billets ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def billets(d, mardi) -> dict[str, Billet]:
    """Each is opened to comments and chosen for the site: what hides it is its state."""
    public = {"etat": "publie", "live": True, "visible_le": mardi}
    ines = {"auteur": d.eleve_cp, "d_un_eleve": True}
    mardi_soir = {"visible_le": mardi + dt.timedelta(hours=8)}
    champs = {
        "publié": public, "attend": public | mardi_soir, "hors ligne": public | {"live": False},
        "équipe": public | {"equipe": True}, "retiré": public | {"retire_le": mardi}, "brouillon": {},
        "à moitié": public | {"etat": "brouillon"},
        "cm2": public | {"classe": d.cm2}, "groupe": public | {"classe": None, "groupe": d.groupe_lecture},
        "pour quelques-uns": public | {"groupe": d.groupe_lecture},
        "commencé": ines, "à relire": ines | {"etat": "a_relire"}, "rendu": ines | {"etat": "rendu"},
        "d’Inès": ines | public, "d’Inès ce soir": ines | public | mardi_soir, "repris": ines | {"etat": "a_relire", "retire_le": mardi},
        "d’avant": ines | {"etat": "a_relire", "classe": d.cm2},
        # What no action writes: a right answers for it all the same.
        "adulte à relire": {"etat": "a_relire"}, "sans marque": {"auteur": d.eleve_cp},
        "d’une mère": {"auteur": d.mere, "d_un_eleve": True, "etat": "rendu"},
    }  # fmt: skip
    commun = {
        "etablissement": d.elementaire, "classe": d.cp_ce1, "auteur": d.enseignante, "commentable": True, "sur_le_site": True,
    }  # fmt: skip
    return {nom: Billet.objects.create(titre=nom, **commun | siens) for nom, siens in champs.items()}


DE_LA_CLASSE = (
    "publié, attend, hors ligne, équipe, retiré, brouillon, à moitié, pour quelques-uns, à relire, rendu, d’Inès, "
    "d’Inès ce soir, repris, adulte à relire, sans marque, d’une mère"
)
LUS = {
    "enseignante": DE_LA_CLASSE,
    "enseignant": "cm2, groupe, d’avant",
    "directrice": "publié, attend, hors ligne, cm2, groupe, pour quelques-uns, d’Inès, d’Inès ce soir",
    "mere": "publié, cm2, groupe, d’Inès",
    "mere_arabophone": "publié, groupe, pour quelques-uns, d’Inès",
    "eleve_cp": "publié, d’Inès, commencé, à relire, rendu",
    "eleve_ce1": "publié, groupe, pour quelques-uns, d’Inès",
    "directrice_maternelle": "",
    "operateur": "",
}
TENUS = {"enseignante": DE_LA_CLASSE, "enseignant": LUS["enseignant"]}
A_RELIRE = {"enseignante": "à relire", "enseignant": "d’avant"}
ECRITS = {"eleve_cp": "commencé, à relire, rendu, d’Inès, d’Inès ce soir"}
MONTRENT = TENUS | {"directrice": f"{DE_LA_CLASSE}, commencé, cm2, groupe, d’avant"}


def en_mots(noms: str) -> set[str]:
    return set(noms.split(", ")) - {""}


@pytest.mark.parametrize("qui", LUS)
def test_who_reads_holds_and_shows_each_billet(d, billets, qui):
    personne = relu(d.gens[qui])

    def titres(queryset) -> set[str]:
        return {billet.titre for billet in queryset}

    assert titres(Billet.objects.visibles_par(personne)) == en_mots(LUS[qui])
    tenus = en_mots(TENUS.get(qui, ""))
    assert titres(Billet.objects.modifiables_par(personne)) == tenus
    assert {nom for nom, billet in billets.items() if droits.peut_modifier(personne, billet)} == tenus
    assert titres(Billet.objects.a_relire_par(personne)) == en_mots(A_RELIRE.get(qui, ""))
    assert titres(Billet.objects.ecrits_par(personne)) == en_mots(ECRITS.get(qui, ""))
    montre = {nom for nom, billet in billets.items() if droits.peut_montrer_sur_le_site(personne, billet)}
    assert montre == en_mots(MONTRENT.get(qui, ""))


def test_everybody_reads_on_the_site_what_was_published_to_a_whole_class(d, billets):
    assert {billet.titre for billet in Billet.objects.publics()} == {"publié", "cm2", "d’Inès"}


# Where each writes, and where a pupil proposes.
ECRIVENT = {
    "enseignante": ("cp_ce1", ""), "enseignant": ("cm2 groupe", ""), "du_groupe": ("groupe", ""), "directrice": ("", ""),
    "mere": ("", ""), "eleve_cp": ("", "cp_ce1"), "eleve_cm2": ("", "cm2"),
}  # fmt: skip


@pytest.mark.parametrize("qui", ECRIVENT)
def test_one_writes_where_one_teaches_and_a_pupil_proposes_to_their_own_class(d, mardi, qui):
    d.gens["du_groupe"] = Personne.objects.create(nom="Groupe")
    Role.objects.create(
        personne=d.du_groupe, nature="enseignant", etablissement=d.elementaire, debut=dt.date(2026, 9, 1)
    )
    groupe = Groupe.objects.create(etablissement=d.elementaire, annee=d.cp_ce1.annee, nom="Chorale")
    groupe.enseignants.add(d.du_groupe, d.enseignant)
    personne, (enseigne, propose) = relu(d.gens[qui]), ECRIVENT[qui]
    lieux = {"cp_ce1": {"classe": d.cp_ce1}, "cm2": {"classe": d.cm2}, "groupe": {"groupe": groupe}}
    assert {nom for nom, ou in lieux.items() if droits.peut_ecrire_un_billet(personne, **ou)} == set(enseigne.split())
    assert droits.publie_quelque_part(personne) is bool(enseigne)
    assert {nom for nom in ("cp_ce1", "cm2") if droits.peut_proposer(personne, getattr(d, nom))} == set(propose.split())


# --- Comments ---------------------------------------------------------------------------------------------------------
def test_a_billet_that_families_read_receives_comments_of_its_team_and_of_its_families(d, billets):
    billets["fermé"] = Billet(etat="publie", commentable=False)
    recoivent = {nom for nom, billet in billets.items() if droits_des_commentaires.recoit_des_commentaires(billet)}
    assert recoivent == en_mots(LUS["directrice"])
    commentent = {
        nom: [cle for cle in LUS if droits_des_commentaires.peut_commenter(relu(d.gens[cle]), billets[nom])]
        for nom in ("publié", "groupe", "brouillon")
    }
    assert commentent == {
        "publié": ["enseignante", "mere", "mere_arabophone"],
        "groupe": ["enseignant", "mere", "mere_arabophone"],
        "brouillon": [],
    }
    enfants = {
        (nom, cle): enfant
        for nom in ("publié", "cm2")
        for cle in LUS
        if (enfant := droits_des_commentaires.enfant_de(relu(d.gens[cle]), billets[nom]))
    }
    assert enfants == {
        ("publié", "mere"): d.eleve_cp,
        ("publié", "mere_arabophone"): d.eleve_ce1,
        ("cm2", "mere"): d.eleve_cm2,
    }


# The author of a comment → who reads it, by what became of it.
ETATS = {
    "montré": ("mere", "enseignante mere mere_arabophone eleve_cp directrice"),
    "attend": ("mere", "enseignante mere"),
    "à lire": ("mere", "enseignante mere"),
    "retiré": ("mere", ""),
}


def test_who_reads_a_comment_shows_it_and_withdraws_it(d, billets, mardi):
    etats = {
        "montré": {"visible_le": mardi}, "attend": {"visible_le": mardi + dt.timedelta(hours=1)}, "à lire": {},
        "retiré": {"visible_le": mardi, "retire_le": mardi, "retire_par": d.mere},
    }  # fmt: skip
    cles = ("enseignante", "mere", "mere_arabophone", "eleve_cp", "directrice")
    billet = billets["publié"]
    for etat, champs in etats.items():
        ecrit = Commentaire.objects.create(billet=billet, auteur=d.mere, texte=etat, **champs)
        lisent = [cle for cle in cles if Commentaire.objects.lus_par(relu(d.gens[cle]), billet).contains(ecrit)]
        assert lisent == ETATS[etat][1].split(), etat
    cles += ("directrice_maternelle", "enseignant")
    assert [cle for cle in cles if droits_des_commentaires.peut_montrer(relu(d.gens[cle]), ecrit)] == ["enseignante"]
    retirent = [cle for cle in cles if droits_des_commentaires.peut_retirer(relu(d.gens[cle]), ecrit)]
    assert retirent == ["enseignante", "mere", "directrice"]


def test_who_withdrew_a_comment_puts_it_back_while_they_may_withdraw_it(d, billets, mardi):
    gestes = [
        ("mere", "mere"), ("mere", "enseignante"), ("mere", "directrice"), ("mere_arabophone", "mere"), ("enseignante", "mere"),
    ]  # fmt: skip
    for auteur, retire_par in gestes:
        Commentaire.objects.create(
            billet=billets["publié"], auteur=d.gens[auteur], retire_le=mardi, retire_par=d.gens[retire_par]
        )
    Commentaire.objects.create(billet=billets["publié"], auteur=d.mere, retire_par=d.mere)  # back already
    remettent = {
        cle: [(c.auteur, c.retire_par) for c in Commentaire.objects.recents_par(relu(d.gens[cle]), billets["publié"])]
        for cle in ("mere", "enseignante", "directrice", "mere_arabophone")
    }
    assert remettent == {
        "mere": [(d.mere, d.mere)],
        "enseignante": [(d.mere, d.enseignante)],
        "directrice": [(d.mere, d.directrice)],
        "mere_arabophone": [],
    }


# --- Portfolios -------------------------------------------------------------------------------------------------------
def test_whose_portfolio_one_reads_and_who_chooses_its_works(d, mardi):
    hier = mardi.date() - dt.timedelta(days=1)
    Inscription.objects.filter(eleve=d.eleve_cm2).update(
        fin=hier
    )  # left her teacher yesterday, whose class she is still listed in
    Inscription.objects.create(eleve=d.eleve_cm2, classe=d.ms, debut=mardi.date())
    eleves = {cle: p for cle, p in d.gens.items() if cle.startswith("eleve")}
    lus = {}
    for cle, personne in d.gens.items():
        siens = set(Personne.objects.filter(portfolio.eleves_a_portfolio(relu(personne))))
        lus[cle] = {nom for nom, eleve in eleves.items() if eleve in siens}
    assert {cle: noms for cle, noms in lus.items() if noms} == {
        "enseignante": {"eleve_cp", "eleve_ce1"}, "directrice_maternelle": {"eleve_ms", "eleve_cm2"},
        "remplacant": {"eleve_ms", "eleve_cm2"}, "mere": {"eleve_cp", "eleve_ms"}, "pere_separe": {"eleve_cp"},
        "mere_arabophone": {"eleve_ce1"}, **{cle: {cle} for cle in eleves},
    }  # fmt: skip
    choisit = [cle for cle, p in d.gens.items() if portfolio.peut_choisir(relu(p), d.eleve_cp, enseigne=False)]
    assert choisit == ["eleve_cp"]
    assert portfolio.peut_choisir(d.enseignante, d.eleve_cp, enseigne=True)
    assert not portfolio.peut_choisir(relu(d.mere), d.mere, enseigne=False)


# --- Sites ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("qui", "publie", "ecrit", "heberge"),
    [
        ("directrice", "elementaire", "elementaire", ""),
        ("agent", "elementaire", "elementaire", ""),
        ("enseignante", "", "elementaire", ""),
        ("remplacant", "", "elementaire maternelle", ""),
        ("directrice_maternelle", "maternelle", "maternelle", ""),
        ("operateur", "", "", "elementaire maternelle college"),
        ("referente", "", "", ""),
        ("mere", "", "", ""),
        ("eleve_cp", "", "", ""),
    ],
)
def test_who_publishes_writes_and_hosts_the_site_of_a_school(d, mardi, qui, publie, ecrit, heberge):
    d.gens["agent"] = Personne.objects.create(nom="Agent")
    Role.objects.create(personne=d.agent, nature="personnel", etablissement=d.elementaire, debut=dt.date(2026, 9, 1))
    personne, ecoles = relu(d.gens[qui]), {getattr(d, nom).pk: nom for nom in ("elementaire", "maternelle", "college")}
    sites = SiteDEcole.objects
    permis = [sites.regles_par(personne), sites.ecrits_par(personne), sites.heberges_par(personne)]
    assert [{ecoles[site.etablissement_id] for site in dits} for dits in permis] == [
        set(noms.split()) for noms in (publie, ecrit, heberge)
    ]
    assert sites.visibles_par(personne).count() == 3


def test_in_the_administration_nothing_is_found_outside_the_perimeter(d):
    ici = SiteDEcole.objects.get(etablissement=d.elementaire)
    accueil = ici.site.root_page
    siennes = Perimetre(frozenset({d.elementaire.pk}), (accueil.path,), (accueil.pk,))
    dehors = SiteDEcole.objects.get(etablissement=d.maternelle).site.root_page
    assert siennes.contient(accueil) and siennes.contient(accueil.get_children().first())
    assert not siennes.contient(dehors) and not siennes.contient(d.mere)
    assert not Perimetre(frozenset(), (), ()).contient(accueil)
    pages = type(accueil).objects.filter(siennes.pages)
    assert pages.contains(accueil) and not pages.contains(dehors)
    assert not type(accueil).objects.filter(Perimetre(frozenset(), (), ()).pages).exists()
    assert borne(SiteDEcole.objects.all()).count() == 3
    with borner(siennes):
        assert list(borne(SiteDEcole.objects.all())) == [ici]
        with borner(Perimetre(frozenset(), (), ())):
            assert not borne(SiteDEcole.objects.all())
        assert list(borne(SiteDEcole.objects.all())) == [ici]
    assert borne(SiteDEcole.objects.all()).count() == 3
