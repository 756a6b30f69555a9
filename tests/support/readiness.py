"""How a ward stands, as health asks it; whose files the keys are is a matter of other tests."""

from bot.flows.operations.check_readiness import CheckReadiness
from bot.flows.retention.count_overdue import CountOverdue
from bot.ports import Storage
from tests.support.ward import Ward


def readiness_of(ward: Ward, storage: Storage | None = None) -> CheckReadiness:
    return CheckReadiness(
        storage=storage or ward.storage,
        keys=ward.keys,
        inbox_keys=ward.inbox_keys,
        sealer=ward.sealer,
        clock=ward.clock,
        count_overdue=CountOverdue(clock=ward.clock, real_clock=ward.clock),
        look_at_keys=lambda _in_force: (),
    )
