"""What tells in a chat how a page was made, as the product wires it."""

from bot.adapters.console.certificates import certificate_address
from bot.flows.proof.tell_certificate import TellCertificate


def certificates(root: str = "") -> TellCertificate:
    """`root`: of the pages in a browser, where there are any."""
    return TellCertificate(address=(lambda page: certificate_address(root, page)) if root else None)
