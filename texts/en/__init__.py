"""The words in English."""

from texts.en import drills, interview, menus, report, setup, telegram
from texts.parts import Catalogue

CATALOGUE = Catalogue(interview, drills, telegram, menus, report, setup)
