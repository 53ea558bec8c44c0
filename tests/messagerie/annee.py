"""A year of messages, laid by SQL: threads of households of which nobody in hand is, so many, each so long."""

# A household that does not exist answers for a real pupil; its one reader is a real adult, who is not among `:exclus`.
FILS = """
INSERT INTO messagerie_fil (etablissement_id, nature, classe_id, eleve_id, foyer, titre, est_ouvert, dernier_numero, revision,
                            dernier_le, ont_ecrit, cree_le, collectif)
SELECT i.etablissement_id, 'foyer', i.classe_id, i.eleve_id, (1000000000 + n)::text, '', true, %(longueur)s, %(longueur)s,
       now() - (n %% 300) * interval '1 day', ',responsable,', now(), ''
FROM generate_series(1, %(fils)s) AS n
JOIN (SELECT row_number() OVER (ORDER BY i.id) AS rang, count(*) OVER () AS combien, i.eleve_id, i.classe_id,
             c.etablissement_id
      FROM annuaire_inscription i JOIN annuaire_classe c ON c.id = i.classe_id
      WHERE i.fin IS NULL AND NOT c.id = ANY(%(classes)s)) AS i ON i.rang = 1 + n %% i.combien
"""
PARTICIPATIONS = """
INSERT INTO messagerie_participation (fil_id, personne_id, est_membre, recu_jusqu_a, lu_jusqu_a, brouillon)
SELECT f.id, p.id, true, f.dernier_numero, f.dernier_numero, ''
FROM messagerie_fil f
JOIN (SELECT row_number() OVER (ORDER BY id) AS rang, count(*) OVER () AS combien, id
      FROM (SELECT DISTINCT adulte_id AS id FROM annuaire_responsabilite WHERE NOT adulte_id = ANY(%(exclus)s)) a) AS p
  ON p.rang = 1 + f.id %% p.combien
WHERE f.foyer ~ '^1[0-9]{9}$'
"""
MESSAGES = """
INSERT INTO messagerie_message (fil_id, numero, revision, uuid, auteur_id, texte, recherche, ecrit_le, part_le, parti_le,
                                urgence, est_automatique)
SELECT p.fil_id, n, n, gen_random_uuid(), p.personne_id, 'Bonjour, Inès sera absente lundi matin. Merci ' || n,
       'bonjour, ines sera absente lundi matin. merci ' || n, now(), now(), now() - (%(longueur)s - n) * interval '1 hour', '', false
FROM messagerie_participation p JOIN messagerie_fil f ON f.id = p.fil_id AND f.foyer ~ '^1[0-9]{9}$'
CROSS JOIN generate_series(1, %(longueur)s) AS n
"""
DERNIERS = """
UPDATE messagerie_fil f SET dernier_message_id = m.id FROM messagerie_message m
WHERE m.fil_id = f.id AND m.numero = f.dernier_numero AND f.foyer ~ '^1[0-9]{9}$'
"""


def remplir(curseur, *, fils: int, longueur: int, classes: list[int], exclus: list[int]) -> None:
    """`classes` and `exclus`: classes and people who must find nothing more in their inbox than before."""
    valeurs = {"fils": fils, "longueur": longueur, "classes": classes, "exclus": exclus}
    for ordre in (FILS, PARTICIPATIONS, MESSAGES, DERNIERS):
        curseur.execute(ordre, valeurs)
