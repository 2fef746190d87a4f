"""The words in English."""

from texts.en import (
    administration,
    bank,
    code,
    commands,
    doctor,
    interview,
    labelling,
    loop,
    menus,
    notices,
    page,
    report,
    setup,
    telegram,
)
from texts.parts import Catalogue

CATALOGUE = Catalogue(
    notices.told,
    interview,
    telegram,
    menus,
    report,
    setup,
    doctor,
    commands,
    administration,
    bank,
    code,
    page,
    loop,
    labelling,
)
