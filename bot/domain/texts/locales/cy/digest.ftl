### Geiriau’r pwnc hwn: y crynodeb. Rolau, byth enwau; degfedau a geiriau, byth cyfrif; ni roddir bai ar neb.

## y teitl, sy’n dweud a oes angen rhywbeth; mae sgrin wedi’i chloi’n dangos yr un peth

digest-title-conversation = { $unit }: werth cael sgwrs
digest-title-needs_you = { $unit }: mae angen eich sylw ar rywbeth
digest-title-watch = { $unit }: cymerwch olwg
digest-title-nothing = { $unit }: nid oes dim angen eich sylw
digest-heading-details = { $unit }: manylion
digest-heading-team = { $unit }: eich wythnos
digest-heading-week = { $unit }: wythnos hyd at { $date }

digest-context = 4 wythnos hyd { $date }, i arweinwyr a hyrwyddwyr
digest-window = Pedair wythnos hyd at { $date }
digest-week = Wythnos hyd at { $date }
digest-details_none = Nid oes dim mwy i’w ddangos ar gyfer yr wythnos hon.

## mathau o faneri

digest-kind-fewer_voices = llai o leisiau
digest-kind-lower_score = sgôr is
digest-kind-both = llai o leisiau a sgôr is
digest-kind-room_from_above = lle i weithredu oddi uchod

## wythnos sefydlog, mewn un llinell

digest-steady_parts = { $first } · { $second }
digest-steady_tenths = clywyd tua { $tenths } o bob 10
digest-steady_part-few = clywyd ychydig
digest-steady_part-half = clywyd tua’r hanner
digest-steady_part-most = clywyd y rhan fwyaf
digest-steady_notes = { $heard } ({ $notes })
digest-steady_together = { $count ->
        [zero] { $count } tîm gyda’i gilydd
        [one] un tîm
        [two] dau dîm gyda’i gilydd
        [few] tri thîm gyda’i gilydd
        [many] chwe thîm gyda’i gilydd
       *[other] { $count } tîm gyda’i gilydd
    }
digest-steady_too_few = rhy ychydig i’w dangos, ac nid yw hynny’n newyddion da na drwg
digest-steady_quiet = ni ofynnwyd cwestiwn
digest-steady_quiet_reason = ni ofynnwyd cwestiwn ({ $reason })
digest-steady_said-strongly_agree = cytuno’n gryf
digest-steady_said-agree = cytuno gan mwyaf
digest-steady_said-mixed = atebion cymysg
digest-steady_flags = { $count ->
        [zero] ni chodwyd baner ar unrhyw dîm
        [one] codwyd baner ar un tîm; mae gyda’i arweinwyr
        [two] codwyd baner ar { $count } dîm; mae gyda’u harweinwyr
        [few] codwyd baner ar { $count } thîm; mae gyda’u harweinwyr
        [many] codwyd baner ar { $count } thîm; mae gyda’u harweinwyr
       *[other] codwyd baner ar { $count } tîm; mae gyda’u harweinwyr
    }
digest-learning = Wythnos { $number } o 8: mae Rounds yn dysgu beth sy’n arferol i chi. Mae’n rhy gynnar i ddod i gasgliad.

## yn lle crynodeb

digest-passed = Dim crynodeb ar gyfer yr wythnos hon: cafodd Rounds ei adfer o gopi wrth gefn.

## clywyd

digest-heard_label = Clywyd
digest-heard = { $share } cydweithiwr
digest-heard_part-few = Ychydig gydweithwyr
digest-heard_part-half = Tua hanner y cydweithwyr
digest-heard_part-most = Y rhan fwyaf o gydweithwyr
digest-heard_too_few = Rhy ychydig i’w dangos
digest-heard_too_few_note = gellid gofyn i ry ychydig o bobl, neu cyrhaeddodd rhy ychydig o negeseuon
digest-heard_together = { $teams } gyda’i gilydd
digest-tenths = Tua { $tenths } o bob 10
digest-part-few = Ychydig
digest-part-half = Tua hanner
digest-part-most = Y rhan fwyaf
digest-usual-usual = arferol i chi
digest-usual-lower = is nag arfer i chi
digest-usual-higher = uwch nag arfer i chi
digest-usual_above-usual = arferol yma
digest-usual_above-lower = is nag arfer yma
digest-usual_above-higher = uwch nag arfer yma
digest-building_label = Yn cronni
digest-building = Ers tua mis { $month }
digest-building_note = mae absenoldeb, nosweithiau a newidiadau ar draws yr ysbyty wedi’u tynnu allan
digest-number =
    { $count ->
        [1] un
        [2] dau
        [3] tri
        [4] pedwar
        [5] pump
        [6] chwech
        [7] saith
        [8] wyth
        [9] naw
        [10] deg
        [11] un ar ddeg
        [12] deuddeg
       *[other] { $count }
    }

digest-room_label = Uwchben
digest-room = Mae uned { $above } yn ei ddarllen fel rhif, heb enw eich tîm
digest-room_note = mae “Angen cymorth oddi uchod” yn dweud wrthynt mai chi ydyw
digest-grown_label = Rhestr y tîm
digest-grown = O leiaf draean yn hirach na phedair wythnos yn ôl
digest-grown_note = caiff newydd-ddyfodiaid eu cyfrif ar ôl pedair wythnos neu fwy

## nodiadau un ar ôl y llall

digest-notes = { $first }; { $second }

## dywedwyd

digest-said_label = Dywedwyd
digest-said_competency = { $name }: { $agreement }
digest-said_wide = mae pobl yma’n gweld pethau’n wahanol iawn i’w gilydd
digest-period =
    { $count ->
        [zero] dim wythnos hyd at { $date }
        [one] un wythnos hyd at { $date }
        [two] pythefnos hyd at { $date }
        [few] tair wythnos hyd at { $date }
        [4] pedair wythnos hyd at { $date }
        [5] pum wythnos hyd at { $date }
        [many] chwe wythnos hyd at { $date }
       *[other] { $count } wythnos hyd at { $date }
    }
digest-changed_label = A newidiodd unrhyw beth?
digest-changed-strongly_agree = Do
digest-changed-agree = Do, gan mwyaf
digest-changed-mixed = Yn rhannol
digest-changed-disagree = Naddo, gan mwyaf
digest-changed-strongly_disagree = Naddo
digest-agreement-strongly_agree = Cytuno’n gryf
digest-agreement-agree = Cytuno
digest-agreement-mixed = Cymysg
digest-agreement-disagree = Anghytuno
digest-agreement-strongly_disagree = Anghytuno’n gryf
digest-change-lower = is nag o’r blaen
digest-change-higher = uwch nag o’r blaen
digest-lowest_label = Isaf
digest-asked_label = Gofynnwyd
digest-asked_quiet = Dim cwestiwn yr wythnos hon
digest-asked = “{ $question }”
digest-asked_more =
    { $count ->
        [zero] a dim un arall
        [one] ac un arall
        [two] a dau arall
        [few] a thri arall
        [4] a phedwar arall
        [5] a phump arall
        [many] a chwech arall
       *[other] a { $count } arall
    }
digest-asked_many = a llawer mwy
digest-said_first = Ffigurau cyntaf ar { $date }
digest-said_first_note = os bydd o leiaf { $minimum } o bobl yn ateb, heb gyfrif y rhai sy’n darllen y crynodeb hwn neu un uwch
digest-said_too_few = Rhy ychydig i’w dangos
digest-said_skipped = Heb ei ddangos: cafodd Rounds ei adfer o gopi wrth gefn
digest-said_too_few_note = mae angen digon o bobl wahanol, heb gyfrif y rhai sy’n darllen y crynodeb hwn neu un uwch
digest-next_label = Ffigurau nesaf
digest-often-months = { $count ->
        [zero] unwaith bob { $count } mis
        [one] unwaith y mis
        [two] unwaith bob deufis
        [few] unwaith bob tri mis
        [many] unwaith bob chwe mis
       *[other] unwaith bob { $count } mis
    }
digest-often-years =
    { $count ->
        [zero] unwaith bob { $count } blynedd
        [one] unwaith y flwyddyn
        [two] unwaith bob dwy flynedd
        [few] unwaith bob tair blynedd
        [4] unwaith bob pedair blynedd
        [5] unwaith bob pum mlynedd
        [many] unwaith bob chwe blynedd
       *[other] unwaith bob { $count } mlynedd
    }

## baner gynharach, camau gweithredu

digest-earlier_label = Cynharach
digest-earlier = { $date }: { $kinds }
digest-earlier-unanswered = nid oes unrhyw arweinydd wedi ateb eto
digest-earlier-replying = mae’r { $role } wedi’i chymryd
digest-earlier-known_reason = rhoddwyd rheswm hysbys
digest-earlier-not_recognised = heb ei hadnabod gan yr { $role }
digest-earlier-help_from_above = gofynnwyd am gymorth oddi uchod
digest-open_label = Agored
digest-open = { $count ->
        [zero] Dim camau gweithredu agored
        [one] Un cam gweithredu
        [two] { $count } gam gweithredu
        [few] { $count } cham gweithredu
        [many] { $count } cham gweithredu
       *[other] { $count } cam gweithredu
    }
digest-open_steady = { $count ->
        [zero] dim camau gweithredu agored
        [one] un cam gweithredu agored
        [two] { $count } gam gweithredu agored
        [few] { $count } cham gweithredu agored
        [many] { $count } cham gweithredu agored
       *[other] { $count } cam gweithredu agored
    }
digest-open_oldest = { $age ->
        [zero] dechreuwyd pob un heddiw
        [one] mae’r hynaf yn un diwrnod oed
        [two] mae’r hynaf yn { $age } ddiwrnod oed
        [few] mae’r hynaf yn { $age } diwrnod oed
        [many] mae’r hynaf yn { $age } diwrnod oed
       *[other] mae’r hynaf yn { $age } diwrnod oed
    }
digest-open_late_only = yn hwyr
digest-open_late = { $count ->
        [zero] dim un yn hwyr
        [one] un yn hwyr
        [two] { $count } yn hwyr
        [few] { $count } yn hwyr
        [many] { $count } yn hwyr
       *[other] { $count } yn hwyr
    }
digest-closed_note = gwnaed ar { $date }
digest-cannot_note = ni ellir ei wneud; dywedwyd wrth y tîm pam ar { $date }
digest-open_owner = perchennog: { $owner }
digest-open_nobody = neb eto
digest-open_waiting = { $owner } (gofynnwyd)
digest-age = { $age ->
        [zero] dechreuwyd heddiw
        [one] un diwrnod oed
        [two] { $age } ddiwrnod oed
        [few] { $age } diwrnod oed
        [many] { $age } diwrnod oed
       *[other] { $age } diwrnod oed
    }
digest-age_of = { digest-age }, i’w wneud o fewn { $days ->
        [zero] { $days } diwrnod
        [one] un diwrnod
        [two] { $days } ddiwrnod
        [few] { $days } diwrnod
        [many] { $days } diwrnod
       *[other] { $days } diwrnod
    }
digest-age_past = { digest-age }, roedd i’w wneud o fewn { $days ->
        [zero] { $days } diwrnod
        [one] un diwrnod
        [two] { $days } ddiwrnod
        [few] { $days } diwrnod
        [many] { $days } diwrnod
       *[other] { $days } diwrnod
    }
digest-age_undated = { digest-age }, heb ddyddiad
digest-told = dywedwyd wrth y tîm ar { $date }
digest-not_told = nid yw’r tîm wedi cael gwybod eto
digest-closed_label = Wedi’i gau

## beth i’w wneud

digest-one_thing = Un peth yr wythnos hon
digest-more_ideas = Syniadau eraill
digest-what_asked = Yr hyn a ofynnwyd
digest-late_step = Gofynnwch beth sy’n ei rwystro. Yna caewch ef, neu dywedwch wrth y tîm fod angen mwy o amser.
digest-late_step_of = Gofynnwch beth sy’n rhwystro “{ $words }”. Yna caewch ef, neu dywedwch wrth y tîm fod angen mwy o amser.
digest-learning_step = Dewiswch un broblem fach. Dywedwch pwy fydd yn ei datrys, ac erbyn pryd.
digest-low_step = Gofynnwch i ddau arweinydd beth wnaeth yr wythnos hon yn anodd i bawb. Dywedwch wrthynt erbyn dydd Gwener beth fyddwch yn ei wneud.
digest-ask_nobody = Ni ddywedir wrth neb pwy atebodd; peidiwch â gofyn.
digest-sure_label = Pa mor sicr yw hyn?
digest-sure = Mae tîm sefydlog yn cael y neges hon ar hap tua { $often }.
digest-sure_room = Mae wedi’i wneud o eiriau sydd yma hefyd: yr hyn a ddywedoch am eich arweinwyr, a’r hyn a ddywedodd arweinwyr gyda’i gilydd. Nid yw’n gwybod mwy na’r geiriau hynny.
digest-not_who = Nid yw’n dweud pwy na pham. Peidiwch â gofyn pwy, a pheidiwch â gofyn i bobl ateb mwy.
digest-team_sees = Mae’r tîm yn cael ei grynodeb ei hun, gyda’r hyn y mae ei arweinwyr yn ei ysgrifennu: { $weekday }.
digest-team_not = Nid yw’r tîm yn cael ei grynodeb ei hun tra bo’n newydd neu heb ffigurau.
digest-small = Mewn tîm bach dim ond newid mawr sydd i’w weld. Mae’r hyn a glywch chi eich hun yn bwysicach.

## tudalen y tîm ei hun

digest-team_heard = { $share } ohonoch
digest-team_flag = Awgrymodd Rounds sgwrs i’ch arweinwyr: { $kinds }.
digest-team_flag_room = Ymddengys fod yr hyn sy’n cyfyngu eich tîm uwch ei ben. Bydd y rhai uwch ei ben yn ei ddarllen heb enw eich tîm.
digest-team_hand_label = Ar waith
digest-team_hand_none = Dim byd eto
digest-team_words = Oddi wrth yr { $role }
digest-team_footer = Ni ddywedir wrth neb pwy atebodd, ac ni ddylai neb ofyn. Gwelodd eich arweinwyr y ffigurau hyn ddeuddydd yn ôl, gyda mwy o fanylion.

## crynhoi at i fyny
digest-other_language = Cafodd hwn ei wneud cyn i chi ddewis eich iaith, felly mae yn yr iaith hon: { $language }. Bydd y nesaf yn eich iaith chi.
digest-up_flags_label = Baneri
digest-up_flags_kinds = Llai o leisiau { $fewer }, sgôr is { $lower }, y ddau { $both }
digest-up_flags_room = { $counts }, lle i weithredu oddi uchod { $room }
digest-up_flags_note = dros wyth wythnos, o { $teams } tîm
digest-up_flags_none = Dim
digest-up_flags_few = Dim ond ar gyfer tri thîm neu fwy y cânt eu cyfrif
digest-room_about = Dywed cyd-arweinwyr nad yw’r adnoddau ganddynt ar gyfer yr hyn y maent yn ei gynllunio. Nid yw timau’n cytuno bod gan eu harweinwyr le i weithredu. Ni chaiff unrhyw dîm ei enwi; peidiwch â chwilio am un, os gwelwch yn dda.
digest-room_ideas = Beth sy’n rhoi lle i weithredu
digest-up_actions_label = Camau gweithredu agored
digest-up_actions_none = Dim
digest-up_help_label = Cymorth
digest-up_help_note = gofynnwyd ar { $date }: { $kinds }
digest-up_speak_to = siaradwch â’r { $roles }
digest-will_speak_to = Siarad â thîm { $team }
digest-not_now_to = Ddim nawr: { $team }
digest-up_waiting_label = Yn aros
digest-up_waiting_note = codwyd baner ar { $date }: { $kinds }; dim ateb mewn 28 diwrnod
digest-up_not_named_label = Heb eu henwi yma
digest-up_not_named =
    { $count ->
        [zero] dim un tîm arall sy’n gofyn am gymorth neu’n aros
        [one] un tîm arall sy’n gofyn am gymorth neu’n aros
        [two] dau dîm arall sy’n gofyn am gymorth neu’n aros
        [few] { $count } thîm arall sy’n gofyn am gymorth neu’n aros
        [many] { $count } thîm arall sy’n gofyn am gymorth neu’n aros
       *[other] { $count } tîm arall sy’n gofyn am gymorth neu’n aros
    }
digest-up_shown_label = Dangosir
digest-up_shown = { $count } o { $teams } tîm
digest-up_shown_note = yn ddigon mawr i gael eu ffigurau eu hunain
digest-up_footer = Ni chaiff unrhyw dîm ei enwi cyn 28 diwrnod heb ateb, oni bai ei fod yn gofyn. Ni chaiff dim ei osod mewn trefn, byth.

## yr hyn a ddilynodd, ar y crynodeb ei hun; diwrnod o’r wythnos neu ddyddiad yw $day

digest-answer-replying = ✓ Cymerodd yr { $role } hyn ymlaen ({ $day }).
digest-answer-known_reason = ✓ Rhoddodd yr { $role } reswm hysbys ({ $day }).
digest-answer-not_recognised = ✓ Dywedodd yr { $role } nad yw’n adnabod hyn ({ $day }).
digest-answer-help_from_above = ✓ Gofynnodd yr { $role } am gymorth oddi uchod ({ $day }).
digest-answer-will_speak = ✓ Dywedodd yr { $role } y bydd yn siarad â’r arweinwyr ({ $day }).
digest-answer-not_now = ✓ Dywedodd yr { $role } na all helpu nawr ({ $day }).
digest-since-of_team = { $team }: { $line }
digest-since-quoted = { $line } “{ $words }”
digest-since_dated-proposed = ✓ Cynigiwyd i’r { $role }, erbyn { $date }: “{ $words }”.
digest-since_undated-proposed = ✓ Cynigiwyd i’r { $role }: “{ $words }” (heb ddyddiad).
digest-since_dated-opened = ✓ Cam gweithredu: “{ $words }” ({ $role }, erbyn { $date }).
digest-since_undated-opened = ✓ Cam gweithredu: “{ $words }” ({ $role }, heb ddyddiad).
digest-since-cannot = ✓ Ni ellir ei wneud, dywedwyd wrth y tîm ({ $day }): “{ $words }”.
digest-since-closed = ✓ Gwnaed ({ $day }): “{ $words }”.
digest-since-more = { $count ->
        [zero] { $count } arall yn y manylion.
        [one] Un arall yn y manylion.
        [two] { $count } arall yn y manylion.
        [few] { $count } arall yn y manylion.
        [many] { $count } arall yn y manylion.
       *[other] { $count } arall yn y manylion.
    }
digest-since-superseded_steady = Mae crynodeb mwy newydd wedi dod.
digest-since-superseded = Mae crynodeb mwy newydd wedi dod. Nid yw hwn yn derbyn atebion mwyach.
digest-team_had = Mae’r tîm wedi cael ei grynodeb ei hun. Bydd yr hyn y mae ei arweinwyr yn ei ysgrifennu nawr yn mynd ato ar unwaith.

## botymau

digest-button-write = Ysgrifennu’r hyn y bydd y tîm yn ei ddarllen
digest-button-write_now = Ysgrifennu at y tîm nawr
digest-button-will_speak = Byddaf yn siarad â nhw
digest-button-not_now = Ddim nawr, oherwydd …
digest-button-start = Dechrau cam gweithredu
digest-button-reply = Byddaf yn ateb y tîm
digest-button-more = Mwy
digest-button-details = Manylion
digest-button-comments = Darllen yr hyn a ysgrifennodd pobl
digest-button-details_chart = Manylion a siart
digest-button-done = Mae wedi’i wneud
digest-button-still_open = Ar agor o hyd
digest-button-tell = Dweud wrth y tîm
digest-button-help = Angen cymorth oddi uchod
digest-button-reason = Mae rheswm hysbys
digest-button-not_recognised = Nid wyf yn adnabod hyn
digest-button-list = Gwirio rhestr y tîm
digest-button-name = Enwi rhywun
digest-button-why = Pam dim ffigurau?
digest-button-handover = Beth i’w ddweud wrth drosglwyddo
digest-button-know = Sut ydw i’n gwybod?

## rolau

digest-role-member = aelod o’r tîm
digest-role-champion = hyrwyddwr
digest-role-medical_lead = arweinydd meddygol
digest-role-nursing_lead = arweinydd nyrsio
digest-role-operational_lead = arweinydd gweithredol
digest-role-sponsor = uwch-noddwr
digest-role-administrator = gweinyddwr
digest-role-auditor = archwilydd
digest-role-guardian = gwarcheidwad

## yr hyn y rhoddodd eraill gynnig arno, mewn cyfrifon plaen

digest-helped_label = Yr hyn a wnaeth eraill
digest-helped = “{ $step }” ({ $kinds })
digest-helped_note = rhoddodd { $tried } o dimau gynnig arno, a daeth { $back } yn ôl; o { $untried } o dimau na roddodd gynnig ar ddim, daeth { $alone } yn ôl
digest-helped_about = Cyfrifon o’r deng mis diwethaf yw’r rhain, o fewn wyth wythnos i faner. Mae’r rhan fwyaf o dimau’n dod yn ôl o gyfnod isel ar eu pen eu hunain. Ni ddewiswyd ar hap pwy sy’n rhoi cynnig ar beth.
