"""A model's figures as sentences: what a person who decides about it must understand, and no more."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from mingjian import risk
from mingjian.contract import Language
from mingjian.contract.labels import value_label
from mingjian.contract.reasons import sentence
from mingjian.contract.vocabulary import Band, ModelKind, ModelMeasure
from mingjian.web.feature_titles import FEATURE_TITLES
from mingjian.web.languages import Speech, message

_VALUE = re.compile(r"\{[^}]*\}")
_GROUPS = {
    "male": message("men"),
    "female": message("women"),
    "under 25": message("under 25"),
    "55 and over": message("55 and over"),
    "lawful_representative": message("brought by a lawyer, legal worker or relative"),
    "unpaid_helper": message("brought by an unpaid helper"),
    "association": message("brought by a consumer association"),
    "same_words_within_days": message("same words as others within days"),
    "same_words_own_phones": message("same words as others, each with an own telephone"),
    "telephone_of_few": message("telephone shared with one or two households"),
    "new_telephone": message("telephone that is not on file"),
    "virtual_operator": message("virtual operator's number"),
    "shared_device": message("device shared with others"),
    "shared_address": message("IP address shared with others"),
    "several_channels": message("several channels within two weeks"),
    "papers_confirmed": message("papers that their issuer confirmed"),
    "misconduct_borne_out": message("the lender's own misconduct borne out"),
    "unknown": message("unknown"),
}
_ATTRIBUTES = {
    "all": message("everybody"),
    "province": message("province"),
    "age_band": message("age"),
    "sex": message("sex"),
    "look_alike": message("look-alike"),
}


def group_told(speech: Speech, attribute: str, group: str) -> str:
    """A group of honest people in words."""
    if attribute == "all":
        return speech.say(_ATTRIBUTES[attribute])
    word = speech.province(group) if attribute == "province" else group
    return f"{speech.say(_ATTRIBUTES[attribute])} · {speech.say(_GROUPS.get(group, word))}"


def bin_told(speech: Speech, row: Mapping[str, Any]) -> str:
    """A bin of probabilities of an agent, or a band of early warning."""
    model = value_label(ModelKind(row["model"]))[speech.language]
    group = value_label(Band(row["group"]))[speech.language] if row["attribute"] == "band" else row["group"]
    return f"{model} · {group}"


def alert_told(speech: Speech, row: Mapping[str, Any], input_words: str) -> str:
    """What lies beyond what is expected, and what to look for."""
    say, share, input_words = speech.say, speech.share, input_words.rstrip("。.")
    values = {"size": speech.number(row["size"]), "value": share(row["value"]), "expected": share(row["expected"])}
    match ModelMeasure(row["measure"]):
        case ModelMeasure.LIKELY_AGENT:
            return say(
                "%(group)s: %(value)s of %(size)s complaints are called likely agent, %(expected)s of all others; "
                "each gang and each letter counted once it is still more than chance explains. Look whether something "
                "honest that these people share is weighed.",
                group=group_told(speech, row["attribute"], row["group"]),
                **values,
            )
        case ModelMeasure.UNDECIDED:
            return say(
                "%(group)s: %(value)s of %(size)s complaints wait for a person's judgement, %(expected)s of all "
                "others. Look what these people share.",
                group=group_told(speech, row["attribute"], row["group"]),
                **values,
            )
        case ModelMeasure.ACCUSED:
            return say(
                "%(group)s: of %(size)s found to have complained for themselves %(value)s are called likely agent, "
                "%(expected)s of all others; each gang and each letter counted once it is still more than chance "
                "explains. Look whether something honest that these people share is weighed.",
                group=group_told(speech, row["attribute"], row["group"]),
                **values,
            )
        case ModelMeasure.CALIBRATION:
            return say(
                "%(bin)s: %(expected)s was foretold and %(value)s of %(size)s came.",
                bin=bin_told(speech, row),
                **values,
            )
        case ModelMeasure.STABILITY if row["value"] is None:
            return say("%(input)s: no value in this run: look whether its table was delivered.", input=input_words)
        case ModelMeasure.STABILITY:
            return say(
                "%(input)s: has moved by %(index)s since the run of a month ago.",
                input=input_words,
                index=speech.number(row["value"], 2),
            )


def report_told(speech: Speech, report: "risk.registry.Report") -> tuple[str, ...]:
    """How a model did on later labels that it had not seen, beside the model before it."""
    compared = report.comparison
    before, after = compared.before, compared.after
    say = speech.say
    told = [
        say("Judged on %(labels)s findings that came after all that it learned from.", labels=compared.labels),
        say(
            "Its probabilities were off by about %(after)s in 100 on average; the model before it by %(before)s.",
            after=speech.number(100 * after.calibration_error, 1),
            before=speech.number(100 * before.calibration_error, 1),
        ),
    ]
    if after.lift is not None:
        told.append(
            say(
                "In the tenth that it puts first agents' complaints are %(lift)s times as frequent as among all.",
                lift=speech.number(after.lift, 1),
            )
        )
    told += _zone_told(speech, before, after)
    told.append(_groups_told(speech, report))
    return tuple(told)


def _zone_told(speech: Speech, before: "risk.registry.Performance", after: "risk.registry.Performance") -> list[str]:
    told = []
    if after.found is not None and before.found is not None:
        told.append(
            speech.say(
                "It calls %(after)s of 100 agents' complaints likely to be an agent's; the model before it called "
                "%(before)s.",
                after=speech.number(100 * after.found),
                before=speech.number(100 * before.found),
            )
        )
    if after.accused is not None:
        told.append(
            speech.say("It accuses nobody who complained for themselves.")
            if after.accused == 0
            else speech.say(
                "It accuses %(after)s of 1,000 who complained for themselves.",
                after=speech.number(1000 * after.accused, 1),
            )
        )
    return told


def _groups_told(speech: Speech, report: "risk.registry.Report") -> str:
    if not report.comparison.groups:
        return speech.say(
            "None of these findings is a customer's own complaint: whom it would accuse wrongly, nobody has seen."
        )
    worse = [one for one in report.comparison.groups if one.after > one.before]
    if not worse:
        return speech.say("It accuses no group of honest people more often than the model before it.")
    return speech.count(
        "It accuses more people of %(num)s group than the model before it: see the table.",
        "It accuses more people of %(num)s groups than the model before it: see the table.",
        len(worse),
    )


def unfilled(speech: Speech, code: str) -> str:
    """A reason's sentence without values."""
    try:
        found = sentence(code)
    except KeyError:
        return code
    return _VALUE.sub("…", found.en if speech.language is Language.EN else found.zh)


def input_told(speech: Speech, table: str, name: str) -> str:
    """What goes into a model, or comes out of it, by its title."""
    title = FEATURE_TITLES.get(name)
    return speech.say(title) if title else speech.field(table, name)


def drift_told(speech: Speech, drifts: "Sequence[risk.drift.Drift]") -> str:
    """How far what goes in has moved since the model was trained."""
    act = [one for one in drifts if one.status == "act"]
    if act:
        return speech.count(
            "%(num)s input has moved so far that the model should be trained anew or looked into.",
            "%(num)s inputs have moved so far that the model should be trained anew or looked into.",
            len(act),
        )
    if unknown := sum(one.status == "unknown" for one in drifts):
        return speech.count(
            "%(num)s input has no value in this run: look whether its table was delivered.",
            "%(num)s inputs have no value in this run: look whether their tables were delivered.",
            unknown,
        )
    if any(one.status == "watch" for one in drifts):
        return speech.say("Some inputs have moved; nothing has moved so far that one must act.")
    return speech.say("Nothing that goes in has moved since it was trained.")
