"""What was lately charged that the contract does not have, or twice."""

import ibis.expr.types as ir

from mingjian.risk.features.feature import Feature, FeatureGroup, Subject, Tables, moment

MONTH_DAYS = 30


def disputable(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Charges of the last month outside the contract, and charges equal to another of the same day."""
    loans = tables.table("loans").semi_join(subjects, "customer_id").select("loan_id", "customer_id")
    rows = tables.table("charges").inner_join(loans, "loan_id")
    age = moment(tables.as_of).date().epoch_days() - rows.charged_on.epoch_days()
    rows = rows.filter(age >= 0, age <= MONTH_DAYS)
    alike = rows.group_by(["customer_id", "loan_id", "charged_on", "kind", "amount_yuan"]).agg(
        repeats=rows.count() - 1,
        outside=(~rows.in_contract).fill_null(False).sum(),
        outside_evidence=rows.charge_id.max(where=~rows.in_contract),
        last_charge=rows.charge_id.max(),
    )
    return alike.group_by("customer_id").agg(
        charges_outside_contract_month=alike.outside.sum().cast("float64"),
        charges_repeated_month=alike.repeats.sum().cast("float64"),
        charge_outside_evidence=alike.outside_evidence.max(),
        charge_repeated_evidence=alike.last_charge.max(where=alike.repeats > 0),
    )


GROUPS = (
    FeatureGroup(
        subject=Subject.CUSTOMER,
        needs=("loans", "charges"),
        features=(
            Feature(
                "charges_outside_contract_month",
                "charges of the last 30 days that the books mark as not in the contract",
                "charges",
                "as_of",
                none_is_zero=True,
            ),
            Feature(
                "charges_repeated_month",
                "charges of the last 30 days that repeat another of the same day, kind and sum",
                "charges",
                "as_of",
                none_is_zero=True,
            ),
        ),
        evidence=("charge_outside_evidence", "charge_repeated_evidence"),
        build=disputable,
    ),
)
