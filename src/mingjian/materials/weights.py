"""How much each finding speaks for forgery: weights of evidence in natural log-odds, written down before any label.

A weight is the logarithm of how many times likelier the finding is for a forged document than for a genuine one. With
labels they are moved (:mod:`mingjian.materials.fusion`); until then each stands with its ground. What was not examined
weighs nothing.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from mingjian.contract.reasons import Value
from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.rules.rule import rules

REASONS: Mapping[str, str] = {
    "issuer_denied": "document_denied_by_issuer",
    "issuer_no_record": "document_unknown_to_issuer",
    "issuer_not_active": "document_issuer_not_active",
    "file_reused": "document_file_reused",
    "page_reused": "document_page_reused",
    "page_altered": "document_page_altered",
    "seal_image_reused": "document_seal_image_reused",
    "seal_image_printed": "document_seal_image_printed",
    "seal_never_on_paper": "document_never_on_paper",
    "word_differs": "document_word_differs",
    "value_differs": "document_value_differs",
    "value_sharper_than_picture": "document_value_sharper_than_picture",
    "typed_on_stamped_paper": "document_typed_on_stamped_paper",
    "sign_copied": "document_sign_copied",
    "noise_differs": "document_noise_differs",
    "screen_recaptured": "document_screen_recaptured",
    "seal_of_another": "document_seal_of_another",
    "name_seal_of_two_issuers": "document_name_seal_of_two_issuers",
    "seal_cut_otherwise": "document_seal_cut_otherwise",
    "seal_of_denied": "document_seal_of_denied",
    "seal_like_denied": "document_seal_like_denied",
    "seal_places_inverted": "document_seal_places_inverted",
    "seal_name_misspelt": "document_seal_name_misspelt",
    "seal_rim_cut": "document_seal_rim_cut",
    "seal_size_unusual": "document_seal_size",
    "serial_number_reused": "document_number_reused",
    "issuer_confirmed_number": "document_number_confirmed_alone",
    "issuer_confirmed_for_another": "document_confirmed_for_another",
    "handwriting_reused": "document_handwriting_reused",
    "portrait_reused": "document_portrait_reused",
    "jpeg_history_differs": "document_place_of_another_history",
    "editor_named": "document_names_an_editor",
    "file_saved_before_issue": "document_saved_before_issue",
    "file_before_its_program": "document_before_its_program",
    "scanner_page_typeset": "document_scanner_page_typeset",
    "fonts_of_two_programs": "document_fonts_of_two_programs",
    "generation_credential": "document_says_generated",
    "generation_label": "document_says_generated",
    "generation_label_possible": "document_says_generated",
    "generation_settings": "document_says_generated",
    "generation_source": "document_says_generated",
    "generation_of_part": "document_says_generated_in_part",
    "pdf_page_rewritten": "document_rewritten_later",
    "pdf_image_replaced": "document_rewritten_later",
    "pdf_text_covered": "document_text_covered",
    "pdf_number_in_two_fonts": "document_number_in_two_fonts",
    "pdf_signature_broken": "document_signature_broken",
    "pdf_changed_after_signing": "document_signature_broken",
    "ofd_page_rewritten": "document_version_rewritten",
    "ofd_text_covered": "document_text_covered",
    "ofd_number_in_two_fonts": "document_number_in_two_fonts",
    "ofd_signature_broken": "document_signature_broken",
    "ofd_changed_after_signing": "document_signature_broken",
    "ofd_seal_unsigned": "document_seal_unsigned",
    **{code: f"document_{code}" for code in rules()},
}
"""Findings that speak for forgery, and the code of the reason that says so."""

MERITS: Mapping[str, str] = {
    "issuer_confirmed": "document_confirmed_by_issuer",
    "file_reuse_lawful": "document_reuse_lawful",
    "pdf_signature_intact": "document_signature_intact",
    "ofd_signature_intact": "document_signature_intact",
    "seal_image_lawful": "document_seal_image_lawful",
    "form_shared": "document_form_shared",
}
"""Findings that speak for the consumer, and the code of the merit."""

EXAMINED = frozenset(
    {
        "jpeg_history_even",
        "words_alike",
        "signs_as_soft_as_picture",
        "signs_not_copied",
        "noise_even",
        "facts_agree",
        "pdf_history_clean",
        "ofd_history_clean",
        "pdf_signature_intact",
        "ofd_signature_intact",
    }
)
"""Findings that say, where they are ``clear``, that the document itself was examined and nothing was found."""

LOOKED_AT = EXAMINED | {"text_read"}
"""Findings that are there only where the document was drawn and read, whether or not there was anything to compare: a
screenshot that states no fact and was never a JPEG gives nothing to compare."""

IN_PART = "pages_not_examined"
"""The finding that some pages of a long file were not looked at. The others have their say; what was not looked at is
never vouched for."""

STATISTICAL = frozenset(
    {
        "jpeg_history_differs",
        "word_differs",
        "value_differs",
        "value_sharper_than_picture",
        "typed_on_stamped_paper",
        "sign_copied",
        "noise_differs",
    }
)
"""Findings of pixel statistics: one edit wakes several of them, so together they weigh no more than ``STATISTICS``."""
STATISTICS = 3.5

COPIES = frozenset({"file_reused", "page_reused", "page_altered", "page_original"})
"""Findings that the paper is a copy of another one, all of it, or is the one that was copied."""
OF_A_COPY = COPIES | {
    "serial_number_reused",
    "handwriting_reused",
    "portrait_reused",
    "seal_image_reused",
    "seal_image_printed",
}
"""What a copy has in common with the other paper by being one: together it weighs as much as its strongest alone."""

_FIXED: Mapping[str, float] = {
    # An issuer that denies is nearly always right; what remains is an office that looked in the wrong book.
    "issuer_denied": 6.0,
    # Archives are incomplete and names mistyped: about three times likelier for a forged document.
    "issuer_no_record": 1.1,
    # Genuine papers of a closed clinic exist; dens also take names from outdated lists: about twice as likely.
    "issuer_not_active": 0.7,
    # A forged confirmation is possible (a false telephone number on the paper), so not certainty either.
    "issuer_confirmed": -6.0,
    "file_reuse_lawful": 0.0,
    # Of two papers that one photograph shows one is false, and nothing tells which; and an office may fill in one
    # scanned blank on a computer: about nine times.
    "page_altered": 2.2,
    # A den pastes one picture everywhere; so do offices that print their seal without a signature: about three times.
    "seal_image_reused": 1.1,
    # So do offices that print their papers, seal and all, which are many: less than twice.
    "seal_image_printed": 0.5,
    # An office's OFD has its seal by a signature; programs turn PDFs with pictures of seals into OFDs: less than twice.
    "ofd_seal_unsigned": 0.5,
    # Dens send clean exports; an office that hands out pictures, seal and all, is rare: about four times.
    "seal_never_on_paper": 1.4,
    # A den keeps pictures of such seals; one person heads several firms of a group, too: about twice.
    "name_seal_of_two_issuers": 0.7,
    # Offices stamp for each other, and who noted the issuer may have erred: about three times.
    "seal_of_another": 1.1,
    # Engraved anew from a picture, letters never stand as on the genuine one; but offices have several seals, and renew
    # them, so it is seen of honest papers too: about twice.
    "seal_cut_otherwise": 0.7,
    # The same false stamp on another paper, which was denied: what remains is a second seal of the office and an office
    # that looked in the wrong book: a factor of seven.
    "seal_of_denied": 2.0,
    # Without a genuine impression the stamp may be the genuine one, of which the denied paper bore a picture.
    "seal_like_denied": 0.5,
    # Pictures of genuine seals are pasted, and edited papers bear them: a quarter less likely for a forged one.
    "seal_like_genuine": -0.3,
    # Den's error that the police reports tell of; official seals have no such names, misreadings do: about five times.
    "seal_places_inverted": 1.6,
    # As often seen in reports; a neighbour's seal and a heading that was misread look the same: about five times.
    "seal_name_misspelt": 1.6,
    # A patch was painted over the seal and written on; a label or correction fluid put on by the office looks the same:
    # a factor of seven.
    "seal_rim_cut": 2.0,
    # Older and special seals exist, and a scan may have been scaled: about twice.
    "seal_size_unusual": 0.7,
    # A number that one paper alone can have, misread or mistyped once in a while: about nine times.
    "serial_number_reused": 2.2,
    # Pasted, since no hand writes twice alike; what remains is a signer whose name was not read: about nine times.
    "handwriting_reused": 2.2,
    # One photograph on papers of two people with two whole numbers; an office that filed a photo under the wrong name
    # looks the same: about nine times.
    "portrait_reused": 2.2,
    "seal_image_lawful": 0.0,
    "form_shared": 0.0,
    # Found of about half of the edited receipts of docs/benchmarks.md, and of one honest one in fifty, where text was
    # laid over a scan: a factor of twenty-five.
    "jpeg_history_differs": 3.2,
    # Half of the edits would have been seen; a forgery of other kinds would not.
    "jpeg_history_even": -0.3,
    # Part of a value was typed otherwise than the rest of it: nothing that fills in a form does that: a factor of ten.
    "word_differs": 2.3,
    # Seen of a third of the receipts of docs/benchmarks.md in which a word was typed or a line pasted, of none as it
    # is; but a form on which another printer or a pen filled in one value alone, of which there are many, looks so too:
    # about twice.
    "value_differs": 0.7,
    "words_alike": -0.2,
    # Text that a program set on the picture: forms are filled in so, notes written: about twice.
    "value_sharper_than_picture": 0.7,
    # Less often on a paper that an office wrote and stamped; but blanks are stamped ahead, and people note their
    # telephone, or who somebody is, on the photo of any paper: with the former a factor of four.
    "typed_on_stamped_paper": 0.7,
    # Seen of most receipts of docs/benchmarks.md in which a digit was copied and of none as it is; a paper on which
    # something was typed after it was scanned may look so too: a factor of fifteen.
    "sign_copied": 2.7,
    "signs_not_copied": -0.1,
    # A place of another grain amid writing: pasted from another scan, or a label stuck on the paper: a factor of ten.
    "noise_differs": 2.3,
    # A photo of a screen hides how what it shows was made; who has a paper on a screen alone takes it in good
    # faith, and a printed tint may look so: between two and three times.
    "screen_recaptured": 0.9,
    # Few edits change the grain so much that it is told.
    "noise_even": -0.05,
    # Honest people crop with the same programs; a den that is in no hurry strips the note: about twice as likely.
    "editor_named": 0.7,
    # Whoever dates a paper ahead of the file forgot the file; computers whose clock is behind do so too: about twice.
    "file_saved_before_issue": 0.7,
    # Set back to suit the paper, or by a flat battery: about twice.
    "file_before_its_program": 0.7,
    # A copier typesets no page; who joins a scan and an export in one file keeps the copier's name: about twice.
    "scanner_page_typeset": 0.7,
    # Something on the page was set by another program; so is what somebody filled in: about twice.
    "fonts_of_two_programs": 0.7,
    # What says of itself that a machine made it is no photo of a paper; a picture that was "enhanced" may say it too.
    "generation_credential": 4.5,
    "generation_label": 4.5,
    "generation_settings": 4.0,
    "generation_source": 4.5,
    # Issuers' systems write a file whole; a stamping tool may also add to a page: about seven times as likely.
    "pdf_page_rewritten": 2.0,
    "pdf_image_replaced": 2.0,
    # Forms are drawn without text below their white boxes; what is hidden was there before.
    "pdf_text_covered": 2.5,
    # Programs set a number in one font; whoever assembles a page by hand may not: a factor of seven.
    "pdf_number_in_two_fonts": 2.0,
    # As of a PDF.
    "ofd_page_rewritten": 2.0,
    "ofd_text_covered": 2.5,
    "ofd_number_in_two_fonts": 2.0,
    # Forwarding programs that save anew break signatures too.
    "pdf_signature_broken": 2.0,
    "pdf_changed_after_signing": 2.0,
    # Nobody forwards an OFD through a program that saves it anew, but some writers' seals stray from the standard.
    "ofd_signature_broken": 2.0,
    "ofd_changed_after_signing": 2.5,
    # The signer is not verified, and anyone can make a certificate: a little.
    "pdf_signature_intact": -0.5,
    "ofd_signature_intact": -0.5,
    "pdf_history_clean": -0.2,
    "ofd_history_clean": -0.2,
    # A platform's guess.
    "generation_label_possible": 1.5,
    # Cameras say so too of a photo from which they took a shadow or a hand.
    "generation_of_part": 1.5,
    # Forgers slip in about half of their papers, and clerks in few: agreement is a third less likely for a forged one.
    "facts_agree": -0.4,
    **{code: rule.weight for code, rule in rules().items()},
}
_COPIES = ("file_reused", "page_reused")
"""Findings that a paper of one person was handed in for others: they weigh more with every household."""
_CONTRADICTED = 5.0
"""At least, where neither a misreading nor a slip explains it: what remains is an error of our own, one in 150."""


@dataclass(frozen=True)
class Evidence:
    """One finding of a document, with what its sentence is rendered from."""

    check: str
    outcome: str
    values: Mapping[str, Value]
    sources: tuple[str, ...]


def weight(evidence: Evidence) -> float:
    """The finding's log-odds for forgery; 0 for what says nothing."""
    if evidence.check in _COPIES:
        return _reuse(evidence.values.get("households"))
    fixed = _FIXED.get(evidence.check, 0.0)
    return max(fixed, _CONTRADICTED) if evidence.outcome == CheckOutcome.CONTRADICTED else fixed


def written() -> Mapping[str, float]:
    """Every weight that says something, by check; of reuse, which grows with the households, the least."""
    return {code: value for code, value in {**_FIXED, **dict.fromkeys(_COPIES, _reuse(None))}.items() if value}


def _reuse(households: Value) -> float:
    """A family that lives apart may share one paper; six times likelier a den's for two, doubling with the number."""
    count = households if isinstance(households, int) else 2
    return min(4.5, 1.8 + math.log(max(count, 2) / 2))
