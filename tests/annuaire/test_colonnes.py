"""What an adult takes away is in French: the names of columns are not those of the code."""

import pytest

from ent.annuaire.lectures.colonnes import ACCENTS, DITS, en_francais
from ent.annuaire.traitement import traitements

# Words that bear no accent, each looked at once: a name that brings another is to be said in French, or added here.
JUSTES = """
GAR INE abonnement absence accord acte adresse adulte affectation agenda aide album appareil appeler au automatique autre avant avec avis
brouillon calmes canal ce champ champs choix classe code comment commentaire commune compte confort connexion consentement contact conversation
correction couleur coupon courriel dans date de demande dernier dire dit dite dites dont du d’ONDE d’activation d’un d’usage e-mail en enfant
envoi envoyer espace essais essayer est expire externe facteur fait faits famille fiche fichier fin fini finie forme fournisseur foyer garde geste
gommette grand groupe hauteur heure heures identifiant image inscription jour jours jusqu’au la langue largeur le lecteur lien lira liste lu lue
l’agenda l’e-mail l’enfant mandat membre message mode montant mot motif moyen naissance nature ne nom note nouvelles n° octets on opposition
origine ouverte ouverture page pages panne pannes papier par part parti participation partie partir pas perdu personne personnes plateforme plus
pointage portable postal pour pourquoi pouvoirs principale pris prise que qui raison rang rattachement refait refus remis remise remplace rendez-vous
rendu reprise reprises ressources retour rythme salles second service session sexe signalement signe sorte source souvenir suite suites
support sur suspension tard tel texte titre total tour trace transmis travail trop tu type un une usage va valable valeur verbe vers version veux
ville visible visite vous vu vue
"""


def _noms() -> set[str]:
    tenues = [tenue for traitement in traitements() for tenue in traitement.tenues if tenue.gens]
    colonnes = {str(champ.verbose_name) for tenue in tenues for champ in tenue.champs()}
    titres = {t.titre or str(t.classe._meta.verbose_name) for t in tenues}
    return colonnes | titres | {chemin for t in tenues for chemin in t.avec}


def test_a_name_of_the_code_is_said_as_french_writes_it():
    dits = {
        "creee_le": "créée le", "etablissement__nom": "école", "demande__fin": "fin (demande)", "lu_jusqu_a": "lu jusqu’à",
        "enfant d un accord": "enfant d’un accord", "numéro où vous appeler": "numéro où vous appeler",
    }  # fmt: skip
    assert {nom: en_francais(nom) for nom in dits} == dits


def test_each_word_of_what_one_takes_away_was_looked_at():
    mots = {mot.strip("()") for nom in _noms() for mot in en_francais(nom).split()}
    assert {mot for mot in mots if mot.isascii()} - set(JUSTES.split()) == set()


@pytest.mark.toute_la_maison
def test_nothing_is_said_of_a_name_that_no_room_has():
    noms = {nom.replace("__", " ").replace("_", " ") for nom in _noms()}
    mots = {mot for nom in noms for mot in nom.split()}
    assert {dit for dit in DITS if not any(dit in nom for nom in noms)} == set() and set(ACCENTS) - mots == set()
