"""The tables of the outbox, of what is dispatched and of what somebody writes to many."""

from samverk.outreach.models.dispatch import Dispatch, DispatchPaper, DispatchTo, Receipt, ReceiptKind
from samverk.outreach.models.mailing import Mailing, MailingAct, MailingDone, MailingTo, Missed
from samverk.outreach.models.outbox import (
    NEEDS_SOMEONE,
    UNDER_WAY,
    Declined,
    JobRun,
    Kind,
    Link,
    Message,
    Reminder,
    State,
    Step,
    Worker,
)

__all__ = [
    "NEEDS_SOMEONE",
    "UNDER_WAY",
    "Declined",
    "Dispatch",
    "DispatchPaper",
    "DispatchTo",
    "JobRun",
    "Kind",
    "Link",
    "Mailing",
    "MailingAct",
    "MailingDone",
    "MailingTo",
    "Message",
    "Missed",
    "Receipt",
    "ReceiptKind",
    "Reminder",
    "State",
    "Step",
    "Worker",
]
