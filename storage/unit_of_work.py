"""One transaction with every repository on it (the `UnitOfWork` port)."""

from bot.repositories.chain import ChainKeeper
from storage.repositories.administration.directory import StoredDirectory
from storage.repositories.administration.halts import StoredHalts
from storage.repositories.administration.log import StoredAdministrationLog
from storage.repositories.administration.machine import StoredMachineFigures
from storage.repositories.administration.overdue import CountedOverdueRows
from storage.repositories.administration.own_data import StoredOwnData
from storage.repositories.administration.revisions import StoredRevisions
from storage.repositories.administration.rota import StoredRotas
from storage.repositories.administration.sign_ins import StoredSignIns
from storage.repositories.administration.uploads import StoredUploads
from storage.repositories.answers import StoredAnswers
from storage.repositories.audits import StoredAudits
from storage.repositories.cells import StoredCells
from storage.repositories.codes import StoredCodes
from storage.repositories.deliveries import StoredDeliveries
from storage.repositories.epochs import StoredEpochs, StoredRaising
from storage.repositories.inbox import StoredInbox
from storage.repositories.loop import StoredLoop
from storage.repositories.nudging.attention import StoredAttention
from storage.repositories.nudging.nudges import StoredNudges
from storage.repositories.programmes import ProgrammeCache, StoredProgrammes
from storage.repositories.prompts import StoredPrompts
from storage.repositories.pulses import StoredPulses
from storage.repositories.queries.whole_list import RosterCache
from storage.repositories.rosters import StoredRosters
from storage.repositories.rounds import StoredRounds
from storage.repositories.telling.certificates import StoredCertificates
from storage.repositories.telling.comments import StoredComments
from storage.repositories.web_chats import StoredWebChats
from storage.repositories.weeks import StoredWeeks
from storage.sql.transaction import Transaction


class Repositories:
    """Every topic on one open transaction; who opened it commits it."""

    def __init__(
        self,
        transaction: Transaction,
        programmes: ProgrammeCache,
        rosters: RosterCache,
        *,
        keeper: ChainKeeper | None = None,
    ) -> None:
        self.programmes = StoredProgrammes(transaction, programmes)
        self.rosters = StoredRosters(transaction, rosters)
        self.codes = StoredCodes(transaction)
        self.rounds = StoredRounds(transaction)
        self.pulses = StoredPulses(transaction)
        self.answers = StoredAnswers(transaction)
        self.epochs = StoredEpochs(transaction)
        self.weeks = StoredWeeks(transaction)
        self.cells = StoredCells(transaction)
        self.certificates = StoredCertificates(transaction)
        self.loop = StoredLoop(transaction)
        self.prompts = StoredPrompts(transaction)
        self.inbox = StoredInbox(transaction)
        self.deliveries = StoredDeliveries(transaction)
        self.web_chats = StoredWebChats(transaction)
        self.audits = StoredAudits(transaction)
        self.machine = StoredMachineFigures(transaction)
        self.overdue = CountedOverdueRows(transaction)
        self.halts = StoredHalts(transaction)
        self.attention = StoredAttention(transaction)
        self.nudges = StoredNudges(transaction)
        self.comments = StoredComments(transaction)
        self.administration_log = StoredAdministrationLog(transaction, keeper)
        self.sign_ins = StoredSignIns(transaction)
        self.directory = StoredDirectory(transaction)
        self.revisions = StoredRevisions(transaction)
        self.uploads = StoredUploads(transaction)
        self.own_data = StoredOwnData(transaction)
        self.rotas = StoredRotas(transaction)
        self.raising = StoredRaising(transaction)
