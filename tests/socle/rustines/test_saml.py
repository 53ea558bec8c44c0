"""The patch of python3-saml: `saml_horloge`."""

import time
import warnings

import time_machine
from onelogin.saml2 import response
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from ent.socle.rustines import saml_horloge


def test_its_clock_warns_of_nothing_and_writes_instants_as_before():
    saml_horloge.accorder()
    with warnings.catch_warnings(), time_machine.travel("2026-11-24T10:00:00Z", tick=False):
        warnings.simplefilter("error")
        assert OneLogin_Saml2_Utils.now() == int(time.time())
        assert OneLogin_Saml2_Utils.parse_time_to_SAML(time.time()) == "2026-11-24T10:00:00Z"


def test_what_reads_an_answer_is_as_lenient_for_the_subject_as_for_the_rest():
    """Its « now » is put back, its tolerance doubled: from -300 to +300 seconds nothing is refused before we judge it."""
    saml_horloge.accorder()
    with time_machine.travel("2026-11-24T10:00:00Z", tick=False):
        vu, ecart = response.OneLogin_Saml2_Utils.now(), response.OneLogin_Saml2_Constants.ALLOWED_CLOCK_DRIFT
        assert (int(time.time()) - vu, ecart) == (300, 600)
        assert OneLogin_Saml2_Utils.now() - vu == 300  # elsewhere it is what it is
