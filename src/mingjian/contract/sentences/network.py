"""What network says: its findings, reasons and merits."""

from mingjian.contract.reasons import Sentence

SENTENCES: tuple[Sentence, ...] = ()
