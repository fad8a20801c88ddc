"""What the codes of casework are called on a screen."""

from collections.abc import Mapping

from mingjian.access.masking import mask_text
from mingjian.web.entities import shown_name
from mingjian.web.languages import Speech, message

WORDS: Mapping[str, Mapping[str, str]] = {
    "status": {
        "suspicion": message("suspicion"),
        "clue": message("clue"),
        "reported": message("reported to the police"),
        "accepted": message("taken in by the police"),
        "declined": message("declined by the police"),
        "filed": message("criminal case filed"),
        "concluded": message("concluded"),
        "closed": message("closed"),
    },
    "question": {
        "acceptance": message("Acceptance"),
        "ending": message("Ending it without a decision on the merit"),
        "origin": message("Origin"),
        "merit": message("Merit"),
        "deadline": message("Period"),
        "need": message("Need"),
        "hardship": message("Hardship offer"),
        "collection": message("Collection"),
        "material": message("Document"),
        "report": message("Report to the police"),
    },
    "answer": {
        "accept": message("accept it"),
        "refuse": message("do not accept it"),
        "awaits": message("no, it goes on"),
        "elsewhere": message("dealt with elsewhere"),
        "withdrawn": message("withdrawn by the complainant"),
        "self_filed": message("the customer's own"),
        "undecided": message("cannot be told"),
        "agent_filed": message("filed by an agent"),
        "upheld": message("right"),
        "partly_upheld": message("right in part"),
        "not_upheld": message("not right"),
        "ordinary": message("ordinary, 15 days"),
        "complex": message("complex, 30 days"),
        "approved": message("very complex and approved, 60 days"),
        "urgent": message("urgent"),
        "elevated": message("elevated"),
        "lowered": message("back to ordinary"),
        "offered": message("an offer is made"),
        "declined": message("no offer"),
        "paused": message("collection pauses"),
        "resumed": message("collection resumes"),
        "genuine": message("genuine"),
        "unverified": message("not verified"),
        "forged": message("forged"),
        "keep": message("do not hand it over"),
        "hand_over": message("hand it over"),
    },
    "confirmation": {
        "phone": message("a new telephone"),
        "representative": message("a new representative"),
        "earlier_phone": message("by the telephone on file before"),
        "app_on_known_device": message("in the app, on a device known before"),
        "mailbox_on_file": message("by the mailbox on file"),
        "address_on_file": message("by letter to the address on file"),
        "in_person": message("at a counter, with the identity card"),
        "theirs": message("it is theirs"),
        "not_theirs": message("it is not theirs"),
        "no_answer": message("no answer, which says nothing"),
    },
    "asked_by": {
        "letter": message("by letter"),
        "phone": message("by a telephone of the register"),
        "email": message("by e-mail"),
        "visit": message("at its counter"),
        "online": message("on its own page"),
    },
    "basis": {
        "facts": message("facts"),
        "law": message("law"),
        "customer": message("what the customer said"),
        "regulator": message("what the regulator said"),
        "correction": message("a correction"),
    },
    "need": {
        "urgent": message("urgent"),
        "elevated": message("elevated"),
        "ordinary": message("ordinary need"),
    },
    "standing": {"fact": message("fact"), "hypothesis": message("hypothesis")},
    "cause": {
        "awaiting_material": message("waiting for something that only the complainant has"),
        "awaiting_issuer": message("waiting for a document's issuer"),
        "mediation": message("mediation"),
        "agreed": message("the complainant asked to wait"),
    },
    "rule": {
        "answer": message("ordinary"),
        "answer_complex": message("complex"),
        "answer_with_approval": message("very complex and approved"),
        "review": message("a review"),
        "transfer": message("stated by the transfer"),
    },
    "kind": {
        "gang": message("Gang"),
        "agency": message("Agency"),
        "complaint": message("Complaint"),
        "customer": message("Customer"),
        "material": message("Document"),
        "contact": message("Contact"),
        "testimony": message("Report by a consumer"),
        "solicitation": message("Advert"),
        "representation": message("Representation"),
        "organisation": message("Organisation"),
        "entity": message("Shared thing"),
        "wording": message("Wording"),
        "link": message("Link"),
        "file": message("File"),
        "case": message("Case"),
        "matter": message("Matter"),
        "police_request": message("Request of the police"),
        "package": message("Clue package"),
        "takedown": message("Takedown request"),
    },
    "takedown": {
        "prepared": message("prepared"),
        "sent": message("sent"),
        "answered": message("the platform answered"),
        "done": message("all gone"),
        "withdrawn": message("withdrawn"),
    },
    "reply": {
        "takes_down": message("takes them down"),
        "refuses": message("refuses"),
        "asks_for_more": message("asks for more"),
        "other": message("says something else"),
    },
    "outcome": {
        "accepted": message("accepted as an advert"),
        "not_advert": message("no advert"),
        "duplicate": message("known already"),
    },
    "whereabouts": {
        "unknown": message("nobody has looked yet"),
        "gone": message("gone"),
        "still_up": message("still there"),
    },
    "exposure": {
        "reported": message("told the lender of its author"),
        "same_contact": message("was reached at its telephone"),
        "arrears": message("in arrears since 1 to 180 days"),
        "province": message("lives in a province that it names"),
        "product": message("has the kind of loan that it names"),
    },
    "shared": {
        "account": message("the same account"),
        "phone": message("the same telephone"),
        "wechat": message("the same WeChat number"),
        "qq": message("the same QQ number"),
        "web": message("the same web address"),
    },
    "result": {
        "taken_in": message("the police took the report in"),
        "not_taken": message("the police did not take it in"),
        "talked": message("advised, and nothing reported"),
        "called_off": message("did not take place"),
    },
    "partner": {
        "police": message("police"),
        "lender": message("other lender"),
        "association": message("association"),
        "regulator": message("regulator"),
    },
    "bulk": {"assign": message("Given to somebody"), "task": message("The same task on each")},
    "event": {
        "open_case": message("opened the case"),
        "step": message("took a step"),
        "give": message("gave the case to another lead"),
        "add_evidence": message("added evidence"),
        "change_standing": message("changed how evidence stands"),
        "withdraw_evidence": message("withdrew evidence"),
        "note": message("wrote a note"),
        "add_task": message("added a task"),
        "finish_task": message("finished a task"),
        "give_task": message("gave a task to somebody else"),
        "move_task": message("set another day for a task"),
        "cancel_task": message("cancelled a task"),
        "take": message("took the complaint"),
        "take_again": message("recognised the same complaint on another channel"),
        "join": message("joined it to another matter"),
        "part": message("parted it again"),
        "assign": message("assigned it"),
        "undo_assign": message("took the assignment back"),
        "correct_arrival": message("corrected what a transfer states"),
        "propose_correction": message("proposed to put a transfer's deadline off"),
        "agree_correction": message("agreed that a transfer's deadline is put off"),
        "pause": message("stopped the clock"),
        "resume": message("let the clock run again"),
        "ask": message("asked the customer"),
        "hear": message("noted what the customer said"),
        "answer": message("answered"),
        "tell": message("told the complainant"),
        "appeal": message("noted that a review was asked for"),
        "interest": message("noted an interest"),
        "join_partner": message("added a partner"),
        "renumber_partner": message("changed a partner's number"),
        "part_partner": message("a partner works on it no longer"),
        "confirm_phone": message("asked whether a new telephone is the customer's"),
        "confirm_representative": message("asked whether a new representative is the customer's"),
        "ask_issuer": message("noted that the issuer was asked"),
        "note_issuer_answer": message("noted the issuer's answer"),
        "propose_issuer_answer": message("noted an issuer's answer that a second person has to read"),
        "agree_issuer_answer": message("read the issuer's answer as the second"),
        "do_not_contact": message("noted: do not contact"),
        "may_contact": message("lifted: do not contact"),
        "ask_package": message("asked for a clue package"),
        "read_package": message("read its report"),
        "hand_package": message("handed a clue package over"),
        "note_request": message("noted a request of the police"),
        "reply_request": message("answered a request of the police"),
        "add_partner": message("put a partner on file"),
        "accompany": message("arranged to go along"),
        "move_appointment": message("moved the appointment"),
        "came_of_it": message("noted what came of it"),
        "change_partner": message("changed a partner"),
        "end_partner": message("took a partner off the list"),
        "look": message("looked at what had turned up"),
        "give_back": message("has an interest: it waits for somebody else"),
        "undo_task": message("took the task back"),
        "watch": message("began to watch it"),
        "end_watch": message("ended the watch"),
        "warn_of_advert": message("warned the customer of an advert"),
        "prepare_takedown": message("prepared a takedown request"),
        "send_takedown": message("sent it to the platform"),
        "answer_takedown": message("noted the platform's answer"),
        "look_after_takedown": message("looked whether it is still there"),
        "withdraw_takedown": message("withdrew the request before it was sent"),
        "review_advert_report": message("looked a report of an advert through"),
        "opinion": message("gave an opinion"),
        "decide": message("decided"),
    },
    "figure": {
        "complaints_taken": message("Complaints taken"),
        "complaints_taken_again": message("Of these, recognised as known"),
        "matters_answered": message("Matters answered"),
        "matters_answered_late": message("Of these, late"),
        "matters_ended": message("Of these, without a decision on the merit"),
        "matters_upheld": message("Matters right, or right in part"),
        "agent_complaints_confirmed": message("Agent complaints confirmed"),
        "false_materials": message("False documents (person-times)"),
        "false_material_customers": message("Customers with false documents (persons)"),
        "linked_customers": message("Linked customers"),
        "gangs": message("Gangs confirmed"),
        "gangs_suspected": message("Gangs suspected, not confirmed"),
        "cases_opened": message("Cases opened"),
        "clues": message("Clues"),
        "cases_reported": message("Cases reported"),
        "cases_accepted": message("Cases taken in by the police"),
        "cases_filed": message("Cases filed"),
        "police_requests": message("Requests of the police"),
        "accompaniments": message("Consumers accompanied"),
    },
}
"""By vocabulary, then by code."""


_VALUES = {
    "step": "status",
    "open_case": "status",
    "change_standing": "standing",
    "pause": "cause",
    "resume": "cause",
    "ask_package": "kind",
    "look_after_takedown": "whereabouts",
    "came_of_it": "result",
    "review_advert_report": "outcome",
    "confirm_phone": "confirmation",
    "confirm_representative": "confirmation",
}
"""In which vocabulary the values of an event stand."""


def word(speech: Speech, vocabulary: str, code: str) -> str:
    """The word for a code."""
    return speech.say(WORDS[vocabulary][code])


def event_words(speech: Speech, kind: str) -> str:
    """What an event is called: an opinion and a decision with their question."""
    verb, _, question = kind.partition("_")
    if verb in ("opinion", "decide") and question in WORDS["question"]:
        return f"{word(speech, 'event', verb)}: {word(speech, 'question', question)}"
    return word(speech, "event", kind)


def value_words(speech: Speech, kind: str, value: str) -> str:
    """The value before or after an event, in words where it is a code."""
    if not value:
        return ""
    vocabulary = _VALUES.get(kind)
    if kind.startswith("decide_") or kind in ("answer", "tell", "appeal"):
        vocabulary = "answer"
    if vocabulary is not None and value in WORDS[vocabulary]:
        return word(speech, vocabulary, value)
    if kind in ("add_evidence", "withdraw_evidence"):
        of, _, subject = value.partition(":")
        shown = shown_name(*subject.split(":", 1)) if ":" in subject else subject
        return f"{word(speech, 'kind', of)} {shown}"
    if kind in ("take", "take_again", "ask", "do_not_contact", "may_contact", "warn_of_advert"):
        return speech.label(value, "ComplaintChannel")
    if kind == "prepare_takedown":
        platform, _, adverts = value.partition(": ")
        shown = speech.count("%(num)s advert", "%(num)s adverts", int(adverts))
        return f"{speech.label(platform, 'Platform')} · {shown}"
    if kind == "answer_takedown":
        reply, _, said = value.partition(": ")
        return f"{word(speech, 'reply', reply)} · {mask_text(said)}" if reply in WORDS["reply"] else mask_text(value)
    return mask_text(value)
