"""What Samverk itself says about a message's fate, kept as a code and worded when shown. Other problems are a mail
server's own words and are shown as they are.
"""

from __future__ import annotations

from samverk.rules.wording import Text

NOT_CALLED_FOR = "not-called-for"
DIED_HANDED = "died-handed"
DIED_TOO_OFTEN = "died-too-often"
DECLINED = "declined"
RESTORED = "restored"

WORDS = {
    NOT_CALLED_FOR: Text(
        "Behövdes inte längre: det brevet gällde var redan gjort.",
        "No longer called for: what the letter was about had been done.",
    ),
    DIED_HANDED: Text(
        "Avbröts precis när servern skulle svara. Brevet har troligen kommit fram. Fråga mottagaren innan du skickar "
        "det igen.",
        "Interrupted just as the server was to answer. It has probably arrived. Ask the recipient before you send it "
        "again.",
    ),
    DIED_TOO_OFTEN: Text("Varje försök avbröts.", "Every attempt was interrupted."),
    DECLINED: Text("Mottagaren har avböjt brev av det här slaget.", "The recipient has declined letters of this sort."),
    RESTORED: Text(
        "Installationen är återställd från en säkerhetskopia. Brevet kan ha skickats efter att kopian togs.",
        "The installation has been restored from a backup. The letter may have been sent after the backup was made.",
    ),
}


def worded(problem: str, language: str) -> str:
    """A problem in words."""
    return WORDS[problem].in_language(language) if problem in WORDS else problem
