"""Questions to people about a proposal; who answers and why is kept in the warehouse, out of reach of Airflow's users.

Airflow alone would not do: marking a question as answered goes on without an answer, clearing it forgets the answer,
and its administrators may write what tasks hand on.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Context, Param
from airflow.sdk.exceptions import AirflowFailException, TaskAwaitingInput

from faro.accounts.duties import DUTIES
from faro.publication.errors import ReasonMissing
from faro.publication.reasons import LONGEST, PLAIN, SHORTEST, reason

APPROVE: Final = "Aprobar"
REJECT: Final = "Rechazar"
REASON: Final = "razon"
#: The page sends it back by itself: after a clear Airflow shows the question of before, whatever is asked now.
SEEN: Final = "huella"
_DAYS: Final = 14
_AGAIN: Final = "Quien opera Airflow la pide otra vez con «Clear» en esta tarea."
_ASKED: Final = Param(
    "",
    type="string",
    minLength=SHORTEST,
    maxLength=LONGEST,
    pattern=PLAIN,
    title="Razón",
    description="Por qué la aprueba o la rechaza. Queda escrita con su nombre.",
)


class DutyApproval(HITLOperator):
    """Asks those of one duty whether a proposal is published; `faro.stack.airflow_auth` lets nobody else answer."""

    template_fields: Sequence[str] = ("proposal_id",)

    def __init__(self, *, duty: str, proposal_id: Any, **options: Any) -> None:
        super().__init__(
            subject=f"¿Se publica? Responde «{duty}»",
            options=[APPROVE, REJECT],
            assigned_users={"id": str(DUTIES[duty].airflow), "name": duty},
            response_timeout=timedelta(days=_DAYS),
            **{**options, "params": {REASON: "", SEEN: ""}},  # Airflow begins no task of which one has no value
        )
        self.duty, self.proposal_id = duty, proposal_id

    def execute(self, context: Context) -> None:
        """Asks anew: what the duty answered about it before no longer counts."""
        import warehouse

        from faro.errors import FaroError
        from faro.publication.asking import ask
        from faro.publication.proposals import shown

        publisher = warehouse.uri("publisher")
        try:
            question = ask(publisher, self.proposal_id, self.duty)
        except FaroError as error:
            raise AirflowFailException(error.message()) from None
        proposed = shown(publisher, self.proposal_id)
        answers = "".join(f"- {one}\n" for one in proposed.answers)
        told = f"## Qué se respondió ya\n{answers}\n" if answers else ""
        self.body = f"{proposed.report}\n{told}Huella de lo que se aprueba (SHA-256): `{proposed.sha256}`\n"
        self.params[REASON] = _ASKED
        self.params[SEEN] = Param(proposed.sha256, type="string", const=proposed.sha256)
        try:
            super().execute(context)
        except TaskAwaitingInput as waiting:
            waiting.kwargs = {"question": question}
            raise

    def execute_complete(self, context: Context, event: dict[str, Any], question: int) -> str:
        """The chosen option, once it is kept. Fails where nobody answered, gave no reason or saw another proposal."""
        import warehouse

        from faro.publication.asking import Answer, answer
        from faro.publication.proposals import shown

        if "error" in event:
            raise AirflowFailException(f"Nadie con el deber «{self.duty}» respondió en {_DAYS} días. {_AGAIN}")
        publisher = warehouse.uri("publisher")
        who, given, option = event["responded_by_user"]["name"], event["params_input"] or {}, event["chosen_options"]
        try:
            why = reason(given.get(REASON))
        except ReasonMissing:
            option = []
        if not option:
            raise AirflowFailException(f"La respuesta de «{who}» no trae opción o razón, y no cuenta. {_AGAIN}")
        if given.get(SEEN) != shown(publisher, self.proposal_id).sha256:
            raise AirflowFailException(f"«{who}» respondió sobre otra propuesta, y no cuenta. {_AGAIN}")
        answer(publisher, question, Answer(option == [APPROVE], who, event["responded_at"], why))
        self.log.info("%s, por «%s»: %s", option[0], who, why)
        return str(option[0])
