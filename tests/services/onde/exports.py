"""Small ONDE files as strings, in the shapes of formats.md §1."""

from ent.services.onde.importer import importer
from ent.services.onde.lire import lire
from ent.services.onde.planifier import planifier

TITRES_ELEVES = (
    "Nom élève;Nom d'usage élève;Prénom élève;Date naissance;Sexe;INE;Adresse1;Cp1;Commune1;Pays1;Adresse2;Cp2;Commune2;"
    "Pays2; Cycle;Niveau;Libellé classe;Identifiant classe;Attestation fournie;Autorisation associations;"
    "Autorisation photo;Décision de passage"
)
TITRES_RESPONSABLES = (
    "Civilité Responsable;Nom usage responsable;Nom responsable;Prénom responsable;Adresse responsable;CP responsable;"
    "Commune responsable;Pays;Courriel;Téléphone domicile;Téléphone travail;Téléphone portable;Nom d'usage enfant;"
    "Nom de famille enfant;Prénom enfant;Classes enfants;Nom d'usage enfant;Nom de famille enfant;Prénom enfant;"
    "Classes enfants"
)
TITRES_PERSONNELS = "Civilité;Nom usage;Nom;Prénom;Adresse;CP;Commune;Pays;Courriel;Téléphone domicile;Téléphone portable;Directeur;Classe"


def eleve(
    nom,
    prenom,
    *,
    ne="04/02/2020",
    ine="",
    niveau="CP",
    classe="CP A",
    identifiant="501",
    usage="",
    sexe="F",
    adresse="1 rue des Lilas",
    cp="78190",
    ville="Trappes",
) -> str:
    return (
        f"{nom};{usage};{prenom};{ne};{sexe};{ine};{adresse};{cp};{ville};FRANCE;;;;;CYCLE II;{niveau};{classe};"
        f"{identifiant};Non;Non;Non;"
    )


def responsable(
    civilite,
    nom,
    prenom,
    *enfants,
    usage="",
    adresse="",
    cp="",
    ville="",
    courriel="",
    domicile="",
    travail="",
    portable="",
) -> str:
    """`enfants`: (nom, prénom) or (nom, prénom, classe) or (nom, prénom, classe, nom d'usage)."""
    blocs = "".join(f";{(*e, '', '')[3]};{e[0]};{e[1]};{(*e, '')[2]}" for e in enfants)
    return f"{civilite};{usage};{nom};{prenom};{adresse};{cp};{ville};FRANCE;{courriel};{domicile};{travail};{portable}{blocs}"


def texte(titres: str, lignes) -> bytes:
    return ("\r\n".join([titres, *lignes]) + "\r\n").encode("cp1252")


def fichier_eleves(*lignes: str, nom="eleves.csv"):
    return lire(nom, texte(TITRES_ELEVES, lignes))


def fichier_responsables(*lignes: str, nom="responsables.csv"):
    return lire(nom, texte(TITRES_RESPONSABLES, lignes))


def fichier_personnels(*lignes: str, nom="personnels.csv"):
    return lire(nom, texte(TITRES_PERSONNELS, lignes))


def comptes(ecole, *lectures, reponses=None, annee=None) -> dict[str, int]:
    """The counts of a plan that are not zero."""
    return {nom: n for nom, n in planifier(ecole, lectures, reponses, annee=annee).comptes().items() if n}


def appliquer(ecole, *lectures, auteur=None, annee=None) -> dict[str, int]:
    plan = importer(etablissement=ecole, lectures=list(lectures), annee=annee, auteur=auteur)
    return {nom: n for nom, n in plan.applique.items() if n}
