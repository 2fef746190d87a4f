"""The words in Chinese."""

from texts.parts import Catalogue
from texts.zh import (
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
