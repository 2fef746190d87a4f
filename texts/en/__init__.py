"""The words in English."""

from texts.en import commands, interview, menus, notices, report, setup, telegram
from texts.parts import Catalogue

CATALOGUE = Catalogue(notices.told, interview, telegram, menus, report, setup, commands)
