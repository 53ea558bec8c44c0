"""What is a number that one may call, as people write it."""

import pytest
from django.core.exceptions import ValidationError

from ent.socle.telephones import Telephone, est_un_numero


@pytest.mark.parametrize(
    "brut",
    [
        "0612345678",
        "06 12 34 56 78",
        "01.30.12.34.56",
        "01-30-12-34-56",
        "01\u00a030\u00a012\u00a034\u00a056",
        "+33 6 12 34 56 78",
        "+33 (0)1 30 12 34 56",
        "+212 661-234567",
        "+380 44 123 4567",
        "(01) 30 12 34 56",
    ],
)
def test_a_number_of_france_or_of_abroad_is_kept_as_it_is_typed(brut):
    assert est_un_numero(brut)
    assert Telephone().clean(brut) == brut


@pytest.mark.parametrize(
    "brut",
    [
        "0612",
        "06 12 34 56 7",
        "06 12 34 56 78 9",
        "1234567890",
        "mamie",
        "+33 6 12",
        "+" + "1" * 16,
        "06 12 34 56 78 ou 79",
        "+",
        "٠٦١٢٣٤٥٦٧٨",
    ],
)
def test_what_nobody_can_call_is_refused_with_an_example(brut):
    assert not est_un_numero(brut)
    with pytest.raises(ValidationError, match="comme 01 30 12 34 56"):
        Telephone().clean(brut)


def test_no_number_is_no_fault_where_none_is_asked():
    assert Telephone(required=False).clean("") == ""
