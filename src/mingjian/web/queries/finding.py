"""From what somebody typed to whom or what it is: a number of the lender's, a telephone or an identity number."""

from urllib.parse import quote

from mingjian.web.runs import Run

_PLACES = (
    ("/customers/", "SELECT customer_id AS id FROM customers WHERE customer_id = $text LIMIT 2"),
    ("/customers/", "SELECT customer_id AS id FROM customer_assessments WHERE customer_id = $text LIMIT 2"),
    ("/complaints/", "SELECT complaint_id AS id FROM complaints WHERE complaint_id = $text LIMIT 2"),
    ("/complaints/", "SELECT complaint_id AS id FROM complaints WHERE external_number = $text LIMIT 2"),
    ("/templates/", "SELECT template_id AS id FROM letter_templates WHERE template_id = $text LIMIT 2"),
    ("/gangs/", "SELECT gang_id AS id FROM gangs WHERE gang_id = $text LIMIT 2"),
    ("/customers/", "SELECT customer_id AS id FROM customers WHERE id_number = upper($text) LIMIT 21"),
    ("/customers/", "SELECT customer_id AS id FROM customers WHERE phone = $text LIMIT 21"),
    ("/complaints/", "SELECT complaint_id AS id FROM complaints WHERE contact_phone = $text LIMIT 21"),
)
"""In this order; the first place that knows the text answers."""


def find(run: Run, text: str) -> tuple[str, ...]:
    """The addresses of what is known under the text."""
    for prefix, sql in _PLACES:
        if rows := run.query(sql, {"text": text}):
            return tuple(prefix + quote(row["id"], safe="") for row in rows)
    return ()
