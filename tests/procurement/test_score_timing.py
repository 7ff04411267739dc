"""Nothing an assessor is answered depends on what another scored before all are in: not one byte, not one query.

Equal answers from equal queries leave no timing to measure: what is not read cannot take longer to read.
"""

import re
from decimal import Decimal

from procurement.operations.assessment import enter_score
from procurement.queries.assessment import admitted_bids, member_of, quality_criteria_of
from tests.factories.assessment import SCORED_AT, assessment_begun, score_all
from tests.factories.bids import account_of

WORDS = "Het plan noemt per deelnemer een vaste begeleider. "
#: What differs from one request to the next anyhow.
FRESH = re.compile(r'name="csrf_token"[^>]*value="[^"]*"|(nonce|data-token)="[^"]*"')


def scored_by_bram(tender, score, words):
    """Every cell of Bram with this score; he does not hand in."""
    account = account_of("Bram")
    member = member_of(tender, account.id)
    for bid in admitted_bids(tender):
        for criterion in quality_criteria_of(tender):
            enter_score(member, bid, criterion, Decimal(score), words, actor=account.actor(), now=SCORED_AT)


def test_what_one_assessor_is_answered_does_not_depend_on_the_scores_of_another(
    session, people, as_person, at_most_queries
):
    tender = assessment_begun()
    score_all(tender, "Anouk", hand_in=False)
    session.commit()
    anouk, base = as_person("anouk"), f"/aanbestedingen/{tender.reference}"
    bids, criteria = admitted_bids(tender), quality_criteria_of(tender)
    addresses = [
        "/aanbestedingen/mijn-beoordelingen", "/werkvoorraad/", base, f"{base}/beoordeling",
        f"{base}/beoordeling/inleveren",
        f"{base}/consensus", f"{base}/consensus/signalen",
        f"{base}/consensus/{bids[0].id}/{criteria[0].id}",
        f"{base}/beoordeling/perceel/1/{criteria[0].id}", f"{base}/rangorde", f"{base}/gunning",
        f"{base}/inschrijvingen",
        *(f"{base}/beoordeling/{bid.id}" for bid in bids),
    ]  # fmt: skip

    def answers():
        found = {}
        for address in addresses:
            with at_most_queries(200) as statements:
                answer = anouk.get(address)
            found[address] = (answer.status_code, answer.location, FRESH.sub("", answer.text), list(statements))
        return found

    answers()  # the first look writes what is written once, such as that a bid was read
    seen = []
    for score, words in ((0, WORDS), (10, WORDS * 60)):
        scored_by_bram(tender, score, words)
        session.commit()
        seen.append(answers())

    assert seen[0] == seen[1]
    assert sum(status == 200 for status, *_ in seen[0].values()) >= 10, "the pages are there to compare"
