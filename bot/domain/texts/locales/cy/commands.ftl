### Geiriau’r pwnc hwn: yr hyn y mae pobl yn ei ofyn gan Rounds, a’r hyn y cânt ei newid ynghylch derbyn cwestiynau.

commands-help = Mae Rounds yn gofyn un cwestiwn byr o bryd i’w gilydd i’r timau hyn: { $units }. Mae un tap yn ei ateb. Mae eich arweinwyr yn gweld ffigurau’r tîm cyfan, ond byth pwy atebodd.
commands-help_choices = Gallwch ateb, newid eich ateb nes bydd y cwestiwn yn cau, neu ei adael. Gallwch hefyd wneud hyn:

## yn llai aml

commands-less_often = Pa mor aml fyddai’n eich siwtio chi?
commands-every_weeks = { $weeks ->
        [zero] Bob { $weeks } wythnos
        [one] Bob wythnos
        [two] Bob pythefnos
        [few] Bob { $weeks } wythnos
        [many] Bob { $weeks } wythnos
       *[other] Bob { $weeks } wythnos
    }
commands-weekly_again = Bob wythnos eto
commands-asked_less = Iawn. O hyn allan cewch gwestiwn { $weeks ->
        [zero] bob { $weeks } wythnos
        [one] bob wythnos
        [two] bob pythefnos
        [few] bob { $weeks } wythnos
        [many] bob { $weeks } wythnos
       *[other] bob { $weeks } wythnos
    } ar y mwyaf.
commands-asked_weekly = Iawn. O hyn allan cewch gwestiynau mor aml ag arfer eto.
commands-asked_less_after_silence = Arhosodd y { $count ->
        [zero] { $count } cwestiwn
        [one] cwestiwn
        [two] { $count } gwestiwn
        [few] { $count } chwestiwn
        [many] { $count } chwestiwn
       *[other] { $count } cwestiwn
    } diwethaf heb ateb, ac mae hynny’n iawn. O hyn allan byddwn ond yn gofyn { $weeks ->
        [zero] bob { $weeks } wythnos
        [one] bob wythnos
        [two] bob pythefnos
        [few] bob { $weeks } wythnos
        [many] bob { $weeks } wythnos
       *[other] bob { $weeks } wythnos
    }. Ni ddywedir wrth neb.

## nosweithiau, saib

commands-on_nights = Wedi’i nodi: rydych ar nosweithiau. Dim cwestiwn cyn diwedd { $day }. Nid oes angen i chi ateb yr un agored.
commands-pause = Am faint hoffech chi gymryd saib?
commands-for_weeks = { $weeks ->
        [zero] { $weeks } wythnos
        [one] { $weeks } wythnos
        [two] { $weeks } wythnos
        [few] { $weeks } wythnos
        [many] { $weeks } wythnos
       *[other] { $weeks } wythnos
    }
commands-paused = Saib tan ddiwedd { $day }. Nid oes unrhyw restr yn dangos pwy sydd wedi cymryd saib.
commands-still_silent = Ni chewch yr un cyn diwedd { $day }, fel y dymunoch.
commands-resume = Dechrau eto
commands-resumed = Croeso’n ôl. Daw eich cwestiwn nesaf fel arfer.
commands-not_paused = Nid ydych ar saib. Daw eich cwestiwn nesaf fel arfer.

## popeth ar saib, gan weinyddwr

commands-everything_paused = Nid oes cwestiynau am y tro: { $reason }.
commands-everything_paused_in = Nid oes cwestiynau am y tro yn y timau hyn: { $where }. Y rheswm: { $reason }.
commands-everything_paused_until = Byddant yn dod eto o { $date } ymlaen.
commands-everything_paused_note = Nid oes angen i chi wneud dim. Gellir ateb cwestiwn sydd gennych yn barod.

## stopio

commands-stop = Ydych chi eisiau dim mwy o gwestiynau o gwbl? Mae saib yn bosibl hefyd.
commands-stop_now = Stopio
commands-keep = Parhau
commands-pause_instead = Cymryd saib yn lle hynny
commands-stopped = Dyna ni. Ni chewch ragor o gwestiynau. Nid oes unrhyw restr yn dangos pwy sydd wedi stopio. Os daw un er hynny, efallai ar ôl adfer Rounds o gopi wrth gefn, stopiwch eto.
commands-has_stopped = Rydych wedi stopio, felly nid ydych yn cael cwestiynau. Gallwch ddechrau eto unrhyw bryd.
commands-kept = Iawn, nid oes dim wedi newid.

## sut y gofynnir i rywun, a’r hyn a ddywedodd

commands-me_button = Fi a’m hatebion
commands-me = Sut y gofynnir i chi
commands-me_hours = Daw cwestiynau rhwng { $first } a { $last } ar eich cloc ({ $zone }).
commands-me_channel = Maent yn dod yma: { $channel }.
commands-me_note = Mae hyn i chi yn unig, ac nid yw Rounds yn ei ddangos i neb arall. I sylwi ar newidiadau mewn timau, mae Rounds yn cyfrifo sut y mae pob person yn ateb fel arfer. Nid oes crynodeb, rhestr na log yn dangos hynny. I gael saib tan ddiwrnod o’ch dewis, neu ar gyfer eich shifftiau, anfonwch “consol”.
commands-me_answers_show = Dangos fy atebion
commands-me_asked = { $day }, { $unit }:
commands-me_answers_none = Nid ydych wedi rhoi unrhyw ateb yn y pum wythnos diwethaf sy’n dal i gael ei gadw.
commands-me_answers_note = Dyma’ch rhai diweddaraf o’r pum wythnos diwethaf. Byddant yn aros yn y sgwrs hon, felly edrychwch pwy all ei gweld.

## eich data eich hun, a chael eich anghofio

commands-mydata_button = Fy nata fel ffeil
commands-mydata = Gallwch gael yr hyn y mae Rounds yn ei gadw o dan eich ID fel un ffeil. Mae’r ffeil yn dweud beth nad yw ynddi. Mae eich atebion eich hun ynddi mewn geiriau.
commands-mydata_destroyed = Nid yw atebion y mae eu hallwedd wedi’i dinistrio mewn unrhyw ffeil. Ni all neb ddod o hyd iddynt mwyach, na chithau chwaith.
commands-mydata_here = Bydd ffeil a anfonir yma’n aros yn y sgwrs hon nes i chi ei dileu. Efallai y gall pwy bynnag sy’n darparu neu’n rhedeg y sgwrs ei darllen.
commands-mydata_here_for_good = Bydd ffeil a anfonir yma’n aros yn y sgwrs hon, ac ni allwch ei dileu. Dim ond y rhai sy’n rhedeg y sgwrs all wneud hynny. Efallai y gallant ei darllen, a’i darparwr hefyd.
commands-mydata_page = Gallwch ei lawrlwytho yn eich porwr:
commands-mydata_send = Anfonwch hi yma
commands-mydata_coming = Bydd eich ffeil yn dod ymhen eiliad. Os na ddaw, gofynnwch amdani eto. Arhoswch amdani cyn i chi ofyn am gael eich anghofio.
commands-mydata_file = Dyma’r hyn y mae Rounds yn ei gadw amdanoch chi. Nid oes copi o’r ffeil yn aros gyda Rounds. Ar ôl i chi ei chadw, gallwch ei dileu yma.
commands-mydata_file_for_good = Dyma’r hyn y mae Rounds yn ei gadw amdanoch chi. Nid oes copi o’r ffeil yn aros gyda Rounds. Mae’n aros yn y sgwrs hon. Dim ond y rhai sy’n rhedeg y sgwrs all ei dileu yma.
commands-mydata_failed = Efallai na chyrhaeddodd y ffeil. Gofynnwch amdani eto’n nes ymlaen. Neu anfonwch “consol” i gael dolen, a’i lawrlwytho yn eich porwr.
commands-forget_keep = Cadw popeth
commands-forget_page = Gallwch wneud hyn yn eich porwr, o dan “Anghofiwch fi”:
commands-forgotten = Mae wedi’i wneud: rydych wedi’ch anghofio. Nid yw Rounds yn anfon dim mwy atoch nes i chi gael eich gwahodd eto ac ymuno. Mae’r hyn sydd yn y sgwrs hon yn aros. Gallwch ei ddileu lle mae eich sgwrs yn caniatáu hynny.
commands-forget_moved = Nid hon yw’r sgwrs y mae Rounds yn ysgrifennu atoch ynddi mwyach, felly nid anghofiwyd dim. Gofynnwch am hynny yn y sgwrs honno.
commands-forget_nothing_kept = Nid oes neb wedi ymuno o’r sgwrs hon ar hyn o bryd, felly nid oes dim i’w gadw. Os hoffech ymuno eto, gofynnwch i’ch gweinyddwr am wahoddiad.

## eich iaith eich hun

commands-language_button = Iaith
commands-language = Mae Rounds yn ysgrifennu atoch yn: { $language }. Pa iaith yr hoffech ei chael?
commands-language_chosen = O hyn ymlaen bydd Rounds yn ysgrifennu atoch yn: { $language }. Cewch gwestiynau yn yr iaith honno hefyd, os ydynt gan eich ysbyty.
commands-language_note = Bydd yr hyn sydd gennych eisoes yn aros fel y mae. Mae eich iaith ar restr eich ysbyty, lle gall y rhai sy’n rhedeg Rounds ei gweld. Gall rhestr nesaf eich ysbyty ei newid eto.

## pam, preifatrwydd, rhestr y tîm

commands-why = Rydych ar restr y timau hyn: { $units }. Mae pawb ar restr yn cael yr un cwestiwn. Mae’n ymwneud â rhedeg y gwasanaeth, nid â’ch hwyliau na’ch perfformiad.
commands-team = Ar restr { $unit }
commands-team_note = Gall pawb ar y rhestr hon ei gweld: enwau a rolau, a dim byd arall. Os oes rhywun ar goll neu wedi gadael, rhowch wybod i’ch gweinyddwr.
commands-console = Agorwch Rounds yn eich porwr:
commands-console_note = Mae’r ddolen yn gweithio unwaith, am ddeng munud. Bydd pwy bynnag sy’n ei hagor wedi mewngofnodi fel chi: peidiwch â’i hanfon at neb.
commands-privacy_kept_title = Beth sy’n cael ei gadw
commands-privacy_kept = Eich enw, eich proffesiwn, eich tîm a’ch rôl, eich iaith, a ble i gysylltu â chi. Ar ba ddiwrnod yr ymunoch, a pha mor aml y gofynnir i chi. Tan pryd rydych yn cymryd saib, neu ar ba ddiwrnod y gwnaethoch stopio. Eich shifftiau a’ch absenoldeb, os ydynt gan Rounds. A ofynnwyd i chi ac a wnaethoch chi ateb. Yr hyn a wnewch fel arweinydd neu hyrwyddwr, os ydych yn un. Mae eich atebion dan sêl ag allwedd a gedwir ar wahân i’r gronfa ddata. Gallwch newid un nes bydd ei gwestiwn yn cau.
commands-privacy_seen_title = Pwy sy’n ei weld
commands-privacy_seen = Ni ddangosir eich ateb i neb ond chi, na dangos a roesoch chi un: i unrhyw arweinydd, uwch-noddwr na gweinyddwr. Gall eich tîm weld eich enw a’ch rôl; mae gweinyddwyr yn gweld eich cofnod ar y rhestr, ac a ydych wedi ymuno. Mae sgôr yn cymryd atebion o leiaf { $minimum } o bobl. Dim ond yn fras y dywedir faint sy’n ateb, lle gellid gofyn i bump neu fwy. Nid yw pwy bynnag sy’n darllen crynodeb y tîm neu un uwch, neu’n gweinyddu Rounds, yn cael ei gyfrif yn y naill na’r llall. Na chwaith pwy bynnag a wnaeth hynny yn y 26 wythnos ddiwethaf. Dim ond lle atebodd o leiaf { $minimum_comments } o bobl y dywedir bod pobl yn gweld pethau’n wahanol iawn. Gall eich tîm a darllenwyr ei grynodeb ddarllen yr hyn a ysgrifennwch, fel y dywedir ymlaen llaw. Mae angen i { $minimum_comments } o bobl fod wedi ysgrifennu, o blith o leiaf { $minimum_reach }. Bydd y geiriau i gyd gyda’i gilydd wedyn, heb enwau. Lle mae ffigurau, mae eich tîm yn cael y prif rai hefyd, ddeuddydd ar ôl ei arweinwyr. Mae hynny’n dechrau unwaith y bydd ei wythnosau cyntaf drosodd.
commands-privacy_known_title = Sut ydw i’n gwybod?
commands-privacy_known = Gwnaed pob cyfran mewn crynodeb, a’r hyn y mae Rounds yn ei ddweud amdani, o ffigurau grwpiau. Mae geiriau a chamau gweithredu arweinwyr yno fel y’u rhoddwyd gan yr arweinwyr. Mae awgrymu sgwrs yn wahanol: daw hynny gan amlaf o’r ffordd y mae pob person yn ateb fel arfer. Gall pwy bynnag sydd â’r gronfa ddata gyfrifo’r ffigurau eto, heb allwedd i’r atebion.
commands-privacy_known_of = Sut ydw i’n gwybod? { $unit }
commands-privacy_gone_title = Pryd y caiff ei ddileu
commands-privacy_destroyed = Caiff pob ateb ei ddinistrio o fewn { $weeks } wythnos i’r adeg y rhoesoch ef. Caiff ei allwedd ei dinistrio gydag ef. Caiff eich atebion i gwestiynau sy’n cau yr wythnos hon eu dinistrio erbyn { $date }.
commands-privacy_destroyed_quarter = Caiff atebion i gwestiynau sy’n cau erbyn { $last } eu dinistrio erbyn { $date }. Addawyd hyn pan ddechreuodd y chwarter. Caiff atebion diweddarach eu dinistrio o fewn { $weeks } wythnos i’r adeg y rhoesoch nhw. Caiff allweddi eu dinistrio gyda nhw.
commands-privacy_gone = O’r hyn a ddywedoch, dim ond ffigurau grwpiau cyfan fydd ar ôl wedyn. Bydd geiriau a ddangoswyd i’ch tîm yn aros yn Rounds am ryw 26 wythnos. Ar Slack a Telegram byddant yn aros. Cedwir y ffaith y gofynnwyd i chi, ac a wnaethoch chi ateb, am hyd at { $weeks } wythnos a deuddydd o ddiwedd yr wythnos honno. Mae’r hyn sy’n barnu timau yn cofio pa mor aml yr ateboch, ac ym mha rai o’r deuddeg wythnos ddiwethaf. Bydd hynny’n mynd o fewn 16 mis i chi adael y rhestr. Ychwanegir amser pan nad yw Rounds yn gofyn i neb. Mae pa mor aml yr atebodd pawb gyda’i gilydd yn aros fel swm. Cedwir eich enw a’ch timau nes i’ch ysbyty eich dileu. Caiff rhif eich tap diweddaraf ei ddileu pan fydd ei wythnos wedi’i chau. Fel nad oes tap yn cyfrif ddwywaith, cedwir nod ohono am hyd at dri diwrnod.
commands-privacy_limits_title = Yr hyn na allwn ei addo
commands-privacy_limits = Tan hynny mae eich atebion yn gyfrinachol. Er hynny, gallai pwy bynnag sy’n rhedeg y system ac sy’n dal yr allwedd eu darllen a’u cysylltu â chi. Heb allwedd gallant ddarllen a wnaethoch ateb, cymryd saib neu stopio, a’ch shifftiau. Mae gorchymyn ar y gweinydd yn gwneud copi cyfan o hynny, ac yn dweud wrthych, tra byddwch ar y rhestr. Mae copïau wrth gefn yn ei gynnwys hefyd. Tra bo Rounds ei hun yn segur, ni chaiff dim ei ddinistrio. Ar Slack a Telegram gall eich darparwr sgwrsio weld pa fotwm a bwyswch, ac felly eich ateb. Bydd geiriau a deipiwch yno’n aros o leiaf nes i chi eu dileu.

## rheol newydd ynghylch pa mor hir y mae atebion yn byw

commands-new_rule_title = Rheol newydd ar gyfer eich atebion
commands-new_rule_quarter = Caiff atebion i gwestiynau sy’n cau erbyn { $last } eu dinistrio erbyn { $date }. Addawyd hyn pan ddechreuodd y chwarter.
commands-new_rule = Mae rheol newydd ar gyfer cwestiynau diweddarach. Caiff pob ateb ei ddinistrio o fewn { $weeks } wythnos i’r adeg y rhoesoch ef. Yr hyn fydd ar ôl yw ffigurau grwpiau cyfan, a geiriau a ddangoswyd i’ch tîm.

## a whole copy of what is kept of somebody was made on the server

commands-whole_copy_title = Copi o’r hyn a gedwir amdanoch
commands-whole_copy = Ar { $date } gwnaed copi cyfan ar y gweinydd o’r hyn y mae Rounds yn ei gadw amdanoch. Mae’n dweud a wnaethoch ateb, cymryd saib neu stopio. Mae eich atebion yn aros dan sêl ac nid ydynt ynddo. Os gofynnoch i’ch ysbyty amdano, mae popeth yn iawn. Os na, gofynnwch i’ch swyddog diogelu data, os gwelwch yn dda.
