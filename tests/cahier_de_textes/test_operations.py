"""Operations laid out in columns."""

import pytest

from cahier_de_textes.operations import poser


def lignes(pose):
    return ["".join(case or "·" for case in rangee) for rangee in pose.rangees]


@pytest.mark.parametrize(
    ("nombres", "signe", "attendu"),
    [
        (["348", "27"], "+", ["·348", "+·27"]),
        (["12.5", "348"], "+", ["··12,5", "+348··"]),
        (["1.25", "30.5", "7"], "+", ["··1,25", "·30,5·", "+·7···"]),
        (["500", "48.75"], "-", ["·500···", "−·48,75"]),
        (["34", "6"], "x", ["··34", "×··6"]),
        (["1.50", "2"], "x", ["··1,50", "×····2"]),
    ],
)
def test_units_stand_under_units(nombres, signe, attendu):
    pose = poser(nombres, signe)
    assert lignes(pose) == attendu
    assert len(pose.reste) == len(attendu[0])


def test_a_product_by_two_digits_leaves_a_line_for_each_and_one_for_their_sum():
    pose = poser(["34", "12"], "x")
    assert lignes(pose) == ["···34", "×··12"]
    assert [len(r) for r in pose.produits] == [5, 5]
    assert len(pose.reste) == 5


def test_a_division_is_written_in_the_potence():
    pose = poser(["126", "4"], ":")
    assert (lignes(pose), pose.diviseur, len(pose.produits)) == (["126"], "4", 3)
