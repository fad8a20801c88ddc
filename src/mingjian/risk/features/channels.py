"""Where and when a complaint was made, beside the customer's other complaints."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import ChannelKind, ComplaintChannel, ComplaintOutcome
from mingjian.risk.features.feature import Feature, FeatureGroup, Subject, Tables, days_between

TRANSFERRED = (
    ComplaintChannel.REGULATOR_12378,
    ComplaintChannel.GOVERNMENT_12345,
    ComplaintChannel.PBOC_12363,
)
"""Channels whose complaints an authority transfers to the lender."""

DIRECT = (ComplaintChannel.HOTLINE, ComplaintChannel.APP, ComplaintChannel.ONLINE_CHAT, ComplaintChannel.VISIT)
"""The lender's own channels, where a customer mostly stands for himself: by voice, in person or behind his login."""

ESCALATED = (*TRANSFERRED, ComplaintChannel.MEDIA, ComplaintChannel.COURT)
"""Where a complaint has gone to a regulator, a government line, the media or a court."""

_KINDS = {
    **dict.fromkeys((*DIRECT, ComplaintChannel.EMAIL, ComplaintChannel.MAIL), ChannelKind.LENDER),
    ComplaintChannel.REGULATOR_12378: ChannelKind.REGULATOR,
    ComplaintChannel.PBOC_12363: ChannelKind.REGULATOR,
    ComplaintChannel.GOVERNMENT_12345: ChannelKind.GOVERNMENT_LINE,
    ComplaintChannel.MEDIA: ChannelKind.COURT_OR_MEDIA,
    ComplaintChannel.COURT: ChannelKind.COURT_OR_MEDIA,
}
ESCALATED_KINDS = frozenset(_KINDS[channel] for channel in ESCALATED)


def kind_of(channel: ComplaintChannel) -> ChannelKind:
    """The kind of a channel."""
    return _KINDS.get(channel, ChannelKind.ELSEWHERE)


def kind_number(channel: ir.StringValue) -> ir.NumericValue:
    """The kind of a channel as its place among the kinds, from 1; what is unknown is elsewhere."""
    place = {kind: number for number, kind in enumerate(ChannelKind, start=1)}
    known = ((channel == str(one), ibis.literal(place[kind], "int8")) for one, kind in _KINDS.items())
    return ibis.cases(*known, else_=ibis.literal(place[ChannelKind.ELSEWHERE], "int8"))


BURST_DAYS = 14
REFUSAL_DAYS = 30


def channel(subjects: ir.Table, _tables: Tables) -> ir.Table:
    """The kind of channel."""
    known = subjects.filter(subjects.channel.notnull())
    return known.select(
        "complaint_id",
        channel_transferred=known.channel.isin([str(value) for value in TRANSFERRED]).cast("float64"),
        channel_direct=known.channel.isin([str(value) for value in DIRECT]).cast("float64"),
        channel_association=(known.channel == str(ComplaintChannel.ASSOCIATION)).cast("float64"),
    )


def burst(subjects: ir.Table, tables: Tables) -> ir.Table:
    """The customer's complaints on other channels within two weeks, and refusals in the month before."""
    others = tables.table("complaints").select(
        "customer_id",
        other_id="complaint_id",
        other_at="received_at",
        other_channel="channel",
        other_outcome="outcome",
        other_closed_at="closed_at",
    )
    mine = subjects.select("complaint_id", "customer_id", "channel", "received_at")
    joined = mine.inner_join(others, "customer_id")
    joined = joined.filter(joined.other_id != joined.complaint_id)
    apart = days_between(joined.other_at, joined.received_at).abs()
    elsewhere = (apart <= BURST_DAYS) & (joined.other_channel != joined.channel)
    since_refusal = days_between(joined.other_closed_at, joined.received_at)
    refused = (
        (joined.other_outcome == str(ComplaintOutcome.NOT_UPHELD))
        & (since_refusal >= 0)
        & (since_refusal <= REFUSAL_DAYS)
    )
    return joined.group_by("complaint_id").agg(
        channels_within_days=joined.other_channel.nunique(where=elsewhere).cast("float64"),
        refusals_before=joined.other_id.nunique(where=refused).cast("float64"),
        channels_evidence=joined.other_id.max(where=elsewhere),
    )


GROUPS = (
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("complaints",),
        features=(
            Feature(
                "channel_transferred",
                "whether a regulator or a government line transferred it",
                "0 or 1",
                "when the complaint was received",
            ),
            Feature(
                "channel_direct",
                "whether it was made by the lender's own hotline, app, chat or counter",
                "0 or 1",
                "when the complaint was received",
            ),
            Feature(
                "channel_association",
                "whether a consumer association brought it",
                "0 or 1",
                "when the complaint was received",
            ),
        ),
        build=channel,
    ),
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("complaints",),
        features=(
            Feature(
                "channels_within_days",
                "other channels on which the customer complained within 14 days of this complaint",
                "channels",
                "14 days after the complaint was received",
                none_is_zero=True,
            ),
            Feature(
                "refusals_before",
                "the customer's complaints that were not upheld in the 30 days before",
                "complaints",
                "when the complaint was received",
                none_is_zero=True,
            ),
        ),
        evidence=("channels_evidence",),
        build=burst,
        needs_customer=True,
    ),
)
