"""The words in Chinese."""

from texts.parts import Catalogue
from texts.zh import drills, interview, menus, report, setup, telegram

CATALOGUE = Catalogue(interview, drills, telegram, menus, report, setup)
