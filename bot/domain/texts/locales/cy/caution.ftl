### Geiriau’r pwnc hwn: gofal. Yr hyn y mae `rounds check` a’r consol yn ei weld yn werth ei ddweud, er nad yw’n atal dim.
### Mae IDau, rolau a dyddiau fel y maent yn y ffeiliau.

caution-nobody = nid yw’n enwi neb, felly ni ofynnir i neb; ychwanegwch eich pobl o dan y llinell gyntaf
caution-alike = dim ond priflythrennau neu seroau blaen sy’n wahanol rhwng { $later } a { $earlier }; ai dau berson ydynt?
caution-fixed_zone = nid yw { $zone } byth yn newid i amser haf; os yw clociau yno’n newid, enwch le fel "Europe/London"
caution-never_asked = nid oes unrhyw amserlen yn gofyn i { $unit }, felly ni chaiff byth ei chlywed
caution-closes_later = mae { $schedule } yn agor { $opens } ac yn cau { $closes } mewn wythnos ddiweddarach, ac ar gyfer honno y mae ei atebion yn cyfrif
caution-paused = mae { $schedule } wedi’i hoedi, felly nid yw’n gofyn i neb nes bydd rhywun yn gadael iddi fynd ymlaen
caution-runs_out = cwestiynau { $schedule }: { $bank }, a { $count } ar y tro; maent yn dod i ben, ac mae rowndiau’n gofyn yr un rhai
caution-same_question = mae gan amserlen { $schedule } un cwestiwn yn unig: daw i ben ar unwaith, ac mae pob rownd yn gofyn yr un peth
caution-asks_nobody = nid yw cwestiynau { $schedule } ar gyfer neb ar y rhestr, felly ni ofynnir byth i neb
caution-no_room = nid oes lle ar ôl i amserlen { $schedule } ar y dyddiau hyn: { $days }; mae cwestiynau cynharach wedi defnyddio cyllideb yr wythnos ({ $room })
caution-in_quiet_hours = mae { $schedule } yn dechrau am { $time }, yn yr oriau tawel, { $wait }
caution-quiet_waits = felly nid oes dim yn mynd allan cyn { $ends }
caution-quiet_never = ac yn cau cyn iddynt ddod i ben am { $ends }, felly ni ofynnir byth i neb
caution-no_role = dim { $role }
caution-no_leads = { $unit }: { $roles }
caution-no_leads_unread = { $unit }: { $roles }; nid oes neb yn darllen ei grynodeb
caution-no_members = nid oes aelodau gan { $unit }
caution-no_guardian = nid yw’n enwi neb, felly ni all yr hyn a godir ac na chaiff ei ateb fynd at neb arall; ychwanegwch [[guardian]]
caution-no_guardian_of = nid yw’n enwi neb ar gyfer { $units }, felly ni all yr hyn na chaiff ei ateb yno fynd at neb y tu allan i’r tîm
caution-guardian_of_nothing = mae gan { $person } y rôl guardian, ac nid oes [[guardian]] yn programme.toml yn eu henwi, felly nid oes dim yn mynd atynt
caution-too_few = { $unit }: cydweithwyr ar ôl y darllenwyr: { $left }; mae ffigurau’n gofyn am o leiaf { $least }
caution-pooled = { $unit }: cydweithwyr ar ôl y darllenwyr: { $left }, ynghyd â { $others }
caution-wording-short = mae { $words } nod yn { $question }; mae lle i { $longest } ar ffôn
caution-wording-easy_to_read = mae angen { $words } o flynyddoedd o addysg i ddarllen { $question }; defnyddiwch eiriau byrrach, neu ddwy frawddeg (mae 6 yn blaen)
caution-wording-no_negation = mae { $question } yn dweud { $words }: ni ddylai neb orfod cytuno â “ddim”; dywedwch ef o chwith
caution-wording-one_thing = mae { $question } yn dweud { $words }: dim ond i un peth y gall ateb fod; gwnewch ef yn ddau gwestiwn
caution-wording-no_mood = mae { $question } yn dweud { $words }: mae Rounds yn gofyn am redeg y gwasanaeth, nid am hwyliau
