"""What would have to be checked to be sure that somebody belongs to a gang: questions by what holds him there."""

from collections.abc import Iterable

from mingjian.contract.vocabulary import EntityType
from mingjian.network.kinds import KIND_OF, Kind
from mingjian.web.languages import Speech, message

_OF_KIND = {
    Kind.SPEAKER: message("Whose number, mailbox or name is it? Ask the customer who answers there."),
    Kind.PLACE: message("Do they live, work or shop at one place, or go online through one carrier?"),
    Kind.MONEY: message("Who holds the account, and what was paid into it for what?"),
    Kind.WORDING: message("Where does the letter come from: a form, the news, a friend, or somebody who was paid?"),
    Kind.POST: message("Who handed the letters in at the courier's?"),
    Kind.PAPER: message("Did the stated issuer seal this very paper? Ask the issuer."),
}
_ALWAYS = message("Are they family or friends, or does a lawful representative or an association help them?")


def checks(speech: Speech, types: Iterable[str]) -> tuple[str, ...]:
    """The questions, in the order in which the paths raise them; the honest explanation is asked about first."""
    asked = dict.fromkeys(KIND_OF[EntityType(type_)] for type_ in types if type_ in KIND_OF)
    return (speech.say(_ALWAYS), *(speech.say(_OF_KIND[kind]) for kind in asked))
