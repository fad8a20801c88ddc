"""What the acts and things of the audit log are called on a screen; casework's own as its timelines call them.

What has no word is shown as it is written.
"""

from collections.abc import Mapping

from mingjian.casework.questions import Question
from mingjian.contract.judging import OF_WORDS
from mingjian.contract.vocabulary import JudgementKind
from mingjian.web.languages import Speech, message
from mingjian.web.work_words import WORDS, event_words

_ACTS: Mapping[str, str] = {
    "view": message("looked at"),
    "judge_word": message("judged a word"),
    "receive": message("took in"),
    "make": message("made"),
    "remove": message("removed"),
    "retry": message("tried again"),
    "ping": message("sent a message to try it"),
    "renew_secret": message("made a new secret"),
    "revoke": message("revoked"),
    "sign_in": message("signed in"),
    "sign_out": message("signed out"),
    "refused_sign_in": message("was refused at sign-in"),
    "change_password": message("changed the password"),
    "reset_password": message("gave a new first password"),
    "set_factor": message("set up a second factor"),
    "remove_factor": message("took a second factor away"),
    "use_recovery_code": message("used a recovery code"),
    "refused_code": message("gave a wrong code"),
    "change_rights": message("changed the rights"),
    "disable": message("disabled"),
    "enable": message("let in again"),
    "replay": message("computed the score again"),
    "draw_sample": message("drew a sample"),
    "check_list": message("held a list against the network"),
    "deliver_judgements": message("took the judgements as a delivery"),
    "export_csv": message("exported as CSV"),
    "export_xlsx": message("exported as Excel"),
    "export_parquet": message("exported as Parquet"),
    "export_json": message("exported as JSON"),
    "export_unmasked": message("exported unmasked"),
    "issuer_letter": message("wrote to the issuer"),
    "promote": message("put in place"),
    "rotate_key": message("replaced the key"),
    "ask_copy": message("handed out a copy"),
    "ask_correction": message("corrected"),
    "ask_deletion": message("asked for deletion"),
    "agree_deletion": message("agreed to the deletion"),
    "erase": message("deleted rows and files"),
    "forget": message("destroyed the key of the pseudonym"),
    "delete_on_time": message("deleted on time"),
    "confirm_periods": message("confirmed how long what is kept"),
    "report_advert": message("noted a consumer's report of an advert"),
    "retire": message("removed what had had its time"),
    "ask_package": message("asked for a clue package"),
    "take_package": message("took a clue package"),
    "read_package": message("read the report of a clue package"),
    "hand_package": message("handed a clue package over"),
    "open_attachment": message("opened an attachment"),
    "clue_package": message("made a clue package"),
    "clue_package_made": message("a clue package was made"),
    "takedown_file": message("took the file of a takedown request"),
}
_THINGS: Mapping[str, str] = {
    "account": message("account"),
    "advert_report": message("report of an advert"),
    "agency": message("agency"),
    "api_key": message("key"),
    "audit_log": message("audit log"),
    "complaint": message("complaint"),
    "customer": message("customer"),
    "figure": message("figure"),
    "gang": message("gang"),
    "job": message("job"),
    "judgement": message("judgement"),
    "material": message("document"),
    "model": message("model"),
    "package": message("clue package"),
    "retention": message("retention"),
    "table": message("table"),
    "takedown": message("takedown request"),
    "template": message("letter template"),
    "vault": message("sealed files"),
    "webhook": message("webhook"),
    "case": message("Case"),
    "matter": message("Matter"),
    "partner": message("partner"),
    "police_request": message("Request of the police"),
    "testimony": message("Report by a consumer"),
    "watch": message("watched thing"),
    "wish": message("wish not to be contacted"),
    "appointment": message("appointment"),
}
_OF_CASEWORK = (
    *(event for event in WORDS["event"] if event not in ("opinion", "decide")),
    *(f"{verb}_{question}" for verb in ("opinion", "decide") for question in Question),
)
_JUDGEMENTS = {f"judge_{kind}": kind for kind in JudgementKind if kind not in OF_WORDS}
TWO_PEOPLE = ("agree_deletion",)
"""Acts that a second person stands behind; the reason names the first."""


def acts(speech: Speech) -> tuple[tuple[str, str], ...]:
    """Every act that has a word, with it."""
    known = dict.fromkeys((*_ACTS, *_OF_CASEWORK, *_JUDGEMENTS))
    return tuple((action, act_name(speech, action)) for action in known)


def act_name(speech: Speech, action: str) -> str:
    """What somebody did."""
    if action.startswith("unmask_"):
        name = action.removeprefix("unmask_")
        return speech.say("asked to see: %(field)s", field=speech.field("customers", name))
    if action in _JUDGEMENTS:
        return speech.say("judged: %(what)s", what=speech.label(_JUDGEMENTS[action], "JudgementKind"))
    if action in _ACTS:
        return speech.say(_ACTS[action])
    return event_words(speech, action) if action in _OF_CASEWORK else action


def thing_name(speech: Speech, object_type: str) -> str:
    """What it was done to."""
    return speech.say(_THINGS[object_type]) if object_type in _THINGS else object_type


def things(speech: Speech) -> tuple[tuple[str, str], ...]:
    """Every thing that has a word, with it."""
    return tuple((thing, speech.say(text)) for thing, text in _THINGS.items())
