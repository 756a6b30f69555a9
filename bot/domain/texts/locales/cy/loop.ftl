### Geiriau’r pwnc hwn: y ddolen. Yr hyn y mae arweinwyr a thimau’n ei ddarllen am faneri, camau gweithredu a’r hyn a ddywedwyd yn ôl.

loop-stale = Nid oes dim ar ôl i’w wneud yma: mae wedi’i wneud yn barod, neu nid yw ar agor mwyach.
loop-made_before = Gwnaed hyn cyn i chi gael eich rôl bresennol yma, neu mae wedi dod i ben erbyn hyn. Mae’r hyn y gallwch ei wneud nawr ar eich crynodeb diweddaraf. Os nad oes gennych un eto, daw’r un nesaf atoch chi.
loop-not_yours = Dim ond arweinwyr a hyrwyddwyr { $unit } all wneud hyn. Ni newidiwyd dim.

## baneri

loop-reply_taken = Mae’r { $role } eisoes wedi cymryd hyn ar gyfer { $unit }. Gallwch ddechrau cam gweithredu o hyd.
loop-reply_thanks = Diolch. Rydych wedi cymryd hyn, ac mae’r arweinwyr eraill yn gweld hynny.
loop-reply_ask = Ysgrifennwch yr hyn y dylai’r tîm ei ddarllen gyda’i grynodeb ei hun ({ $day }), os gwelwch yn dda. Mae dwy frawddeg yn ddigon. Gallwch ei adael hefyd.
loop-reply_ask_now = Mae’r tîm wedi cael ei grynodeb. Bydd yr hyn a ysgrifennwch yn mynd at y tîm ar unwaith, fel neges. Mae dwy frawddeg yn ddigon. Gallwch ei adael hefyd.
loop-reply_words_kept = Diolch. Bydd y tîm yn darllen eich geiriau gyda’i grynodeb ei hun ({ $day }):
loop-reason_thanks = Wedi’i nodi ar gyfer { $unit }, ac mae’r arweinwyr eraill yn ei weld. Am hyd at wyth wythnos ni fydd baner newydd. Nid yw’r hyn a gymerwn fel yr arfer i’r tîm yn newid.
loop-reason_ask = Ysgrifennwch y rheswm mewn ychydig eiriau (dim enwau), os gwelwch yn dda.
loop-reason_words_kept = Diolch. Mae’r rheswm nawr ar y crynodeb, gyda’ch rôl:
loop-not_recognised_thanks = Diolch, wedi’i nodi ar gyfer { $unit }. Mae’n dweud wrthym pa mor aml y mae neges o’r fath yn gywir. Efallai yr hoffech siarad amdano o hyd yng nghyfarfod nesaf yr arweinwyr.
loop-help_thanks = Mae eich cais ar gyfer y rhai uwch eich pen: { $roles }. Maent yn gweld bod { $unit } yn gofyn am gymorth.
loop-help_nobody = Wedi’i nodi ar gyfer { $unit }. Ni ellir gofyn i neb uwchben eich tîm ar hyn o bryd; gall eich gweinyddwr ychwanegu uwch-noddwr.
loop-help_title = Mae { $unit } yn gofyn am gymorth oddi uchod
loop-help_asked = Dywedodd ei grynodeb: { $kinds }. Siaradwch â’i arweinwyr yr wythnos hon, os gwelwch yn dda. Gofynnwch beth na allant ei newid eu hunain.
loop-help_leads = Gallwch siarad â’r canlynol: { $roles }.
loop-help_ask_words = { $team }: pam ddim nawr? Bydd yr arweinwyr a ofynnodd yn darllen hyn, gyda’ch rôl.
loop-help_will_speak_thanks = Diolch. Dywedir wrth yr arweinwyr a ofynnodd y byddwch yn siarad â nhw.
loop-help_not_now_thanks = Diolch. Dywedir hyn wrth yr arweinwyr a ofynnodd:
loop-help_echo-will_speak = { $unit }: bydd yr { $role } uwch eich pen yn siarad â chi. Dywedwyd hynny: { $day }.
loop-help_echo-not_now = { $unit }: ni all yr { $role } uwch eich pen helpu nawr. Ysgrifennwyd ({ $day }):
loop-newest_answer = Dyma’r ateb diweddaraf. Nid yw’r hyn a gawsoch o’r blaen, os cawsoch ef, yn dal.
loop-asked_again = Efallai eich bod wedi cael y cais hwn o’r blaen. Mae un ateb yn ddigon.
loop-help_late-will_speak = Dywedodd yr { $role } y bydd yn siarad â’r arweinwyr ({ $day }). Nid oes angen i chi wneud dim mwy.
loop-help_late-not_now = Atebodd yr { $role } ({ $day }). Nid oes angen i chi wneud dim mwy.
loop-help_late_own-will_speak = Dywedoch y byddwch yn siarad â’r arweinwyr ({ $day }). Maent wedi cael gwybod.
loop-help_late_own-not_now = Fe ateboch chi ({ $day }). Mae’r arweinwyr wedi cael gwybod.
loop-help_late-not_asked = Nid yw’r arweinwyr yn gofyn am gymorth mwyach. Nid oes angen i chi wneud dim.
loop-others-replying = { $unit }: bydd yr { $role } yn ateb y tîm am y crynodeb hyd at { $date } ({ $kinds }).
loop-others-known_reason = { $unit }: rhoddodd yr { $role } reswm hysbys dros y crynodeb hyd at { $date } ({ $kinds }).
loop-others-not_recognised = { $unit }: nid yw’r { $role } yn adnabod y crynodeb hyd at { $date } ({ $kinds }).
loop-others-help_from_above = { $unit }: mae’r { $role } wedi gofyn am gymorth oddi uchod am y crynodeb hyd at { $date } ({ $kinds }).

## wedi’i bwyso’n rhy hwyr

loop-older_digest = { $unit }: mae crynodeb mwy newydd wedi dod ers yr un hyd at { $date }. Defnyddiwch fotymau’r un mwy newydd, os gwelwch yn dda.
loop-flag_closed = { $unit }: mae’n rhy hwyr i ateb y crynodeb hyd at { $date }. Nid oes angen i chi wneud dim mwy yn ei gylch.
loop-late_closed = { $unit }: gwnaed y cam gweithredu hwn ar { $date }.
loop-late_cannot = { $unit }: dywedwyd wrth y tîm ar { $date } pam na ellir gwneud hyn.
loop-late_open = { $unit }: yr { $role } yw perchennog y cam gweithredu hwn yn barod.
loop-late_proposed = { $unit }: gofynnwyd eisoes i’r { $role } fod yn berchen ar y cam gweithredu hwn.

## camau gweithredu

loop-ask_action = { $unit }: beth fydd yn cael ei wneud, neu beth ofynnodd y tîm amdano? Un frawddeg sy’n dechrau â berf, dim enwau pobl.
loop-ask_owner = Pwy fydd yn berchen arno?
loop-ask_member = Pwy fydd yn berchen arno? Gofynnir iddynt, a gallant wrthod. Ni ddywedir wrthynt i bwy arall y gofynnwyd.
loop-ask_due = Perchennog: { $role }. Erbyn pryd?
loop-no_owner = Nid oes neb â’r rôl { $role } ar gyfer { $unit } nawr. Dewiswch un arall, os gwelwch yn dda.
loop-owner-champion = Hyrwyddwr
loop-owner-medical_lead = Arweinydd meddygol
loop-owner-nursing_lead = Arweinydd nyrsio
loop-owner-operational_lead = Arweinydd gweithredol
loop-due = { $weeks ->
        [zero] Ymhen { $weeks } wythnos
        [one] Ymhen { $weeks } wythnos
        [two] Ymhen pythefnos
        [few] Ymhen { $weeks } wythnos
        [many] Ymhen { $weeks } wythnos
       *[other] Ymhen { $weeks } wythnos
    }
loop-action_proposed = Gofynnir i’r { $role } fod yn berchen arno, erbyn { $date }. Mae’r crynodeb yn ei ddangos o hyn allan.
loop-action_asked = { $unit }: mae’r { $by } yn gofyn i chi fod yn berchen ar y cam gweithredu hwn, erbyn { $date }.
loop-action_asked_member = Gallwch wrthod, ac nid oes angen dweud pam. Gofynnir i chi am eich bod ar restr y tîm, ac nid am unrhyw reswm arall.
loop-action_open = Chi sy’n berchen ar y cam gweithredu hwn, erbyn { $date }. Mae’r crynodeb yn ei ddangos nes bydd wedi’i wneud.
loop-action_open_others = { $unit }: yr { $role } sy’n berchen ar y cam gweithredu hwn, erbyn { $date }.
loop-action_declined = Ni all yr { $role } ei gymryd. Pwy arall fydd yn berchen arno?
loop-decline_thanks = Diolch am ddweud. Bydd y sawl a ofynnodd yn dewis rhywun arall.
loop-action_returned = { $unit }: nid yw’r { $role } yn berchen ar y cam gweithredu hwn mwyach, felly mae wedi dod yn ôl atoch chi. Gallwch ofyn i rywun arall.
loop-hand_back_thanks = Diolch am ddweud. Dywedir wrth bwy bynnag sy’n atebol am y cam gweithredu hwn, ac nid eich un chi ydyw mwyach.
loop-action_closed_by_member = Diolch. Dywedir wrth yr arweinwyr ei fod wedi’i wneud, a gallant ddweud wrth y tîm.
loop-action_closed = Mae’r cam gweithredu hwn wedi’i wneud. Dywedwch wrth y tîm beth a wnaed, os gwelwch yn dda.
loop-action_closed_others = { $unit }: mae’r cam gweithredu hwn wedi’i wneud.
loop-action_still_open = Mae’n aros ar agor.
loop-action_late = { $unit }: roedd un o’ch camau gweithredu i’w wneud erbyn { $date }.
loop-action_late_owner = { $unit }: roedd yr { $role } i orffen y cam gweithredu hwn erbyn { $date }.
loop-action_unanswered = { $unit }: nid yw’r { $role } wedi cytuno i’r cam gweithredu hwn, a oedd i’w wneud erbyn { $date }. Gallwch ofyn i rywun arall.
loop-button-somebody = Rhywun ar restr y tîm
loop-button-names_before = Enwau cynharach
loop-button-names_after = Mwy o enwau
loop-button-cannot_because = Ni allaf, a dyma pam
loop-button-hand_back = Ni allaf mwyach
loop-button-take = Rwy’n cymryd hwn
loop-button-cannot = Ni allaf
loop-button-tell = Dweud wrth y tîm
loop-button-done = Mae wedi’i wneud
loop-button-still_open = Ar agor o hyd

## dweud wrth y tîm

loop-ask_team_words = { $unit }: beth ddylai’r tîm ei ddarllen? Dywedwch beth glywyd a beth rydych yn ei wneud yn ei gylch. Mae “ddim nawr, oherwydd …” plaen yn iawn hefyd.
loop-told_thanks = Anfonwyd at bawb yn nhîm { $unit } y gellir eu cyrraedd, y tu allan i’w horiau tawel:
loop-told_action = { $unit }. Dywedoch chi, gwnaethom ni.
loop-ask_cannot_words = { $unit }: pam na ellir gwneud hyn? Bydd y tîm cyfan yn ei ddarllen. Dywedwch beth sydd yn y ffordd, a beth fyddai’n gorfod newid.
loop-told_cannot = { $unit }. Gofynnwyd am hyn, ac ni ellir ei wneud nawr.
loop-told_cannot_why = Dyma pam:
loop-told_comment = { $unit }. Dyma a ysgrifennodd rhywun yn y tîm, a dyma ateb.
loop-told_plain = { $unit }, oddi wrth yr { $role }

## geiriau: gofyn amdanynt, eu dangos yn gyntaf, eu hanfon

loop-limits = { $longest } nod ar y mwyaf. Byddwch yn ei weld unwaith eto cyn iddo fynd i unman. I’w adael, pwyswch Canslo.
loop-about_reason = y rheswm y tu ôl i’r faner ar gyfer { $unit }
loop-about_reply = eich ateb i dîm { $unit }
loop-about_action = cam gweithredu ar gyfer { $unit }
loop-about_cannot = pam na ellir gwneud rhywbeth ar gyfer { $unit }
loop-about_comment = eich ateb i sylw ar gyfer { $unit }
loop-about_help = pam na allwch helpu nawr
loop-about_team = yr hyn y mae tîm { $unit } i’w ddarllen
loop-goes_to_team = { $people ->
        [zero] Mae hyn yn mynd at { $people } o bobl { $unit }, cyn belled ag y gellir eu cyrraedd:
        [one] Mae hyn yn mynd at y { $people } person arall yn nhîm { $unit }, os gellir ei gyrraedd:
        [two] Mae hyn yn mynd at { $people } berson { $unit }, cyn belled ag y gellir eu cyrraedd:
        [few] Mae hyn yn mynd at { $people } pherson { $unit }, cyn belled ag y gellir eu cyrraedd:
        [many] Mae hyn yn mynd at { $people } pherson { $unit }, cyn belled ag y gellir eu cyrraedd:
       *[other] Mae hyn yn mynd at { $people } o bobl { $unit }, cyn belled ag y gellir eu cyrraedd:
    }
loop-goes_with_page = { $people ->
        [zero] Bydd { $people } o bobl { $unit } yn darllen hyn gyda’r crynodeb ({ $day }):
        [one] Bydd y { $people } person arall yn nhîm { $unit } yn darllen hyn gyda’r crynodeb ({ $day }):
        [two] Bydd { $people } berson { $unit } yn darllen hyn gyda’r crynodeb ({ $day }):
        [few] Bydd { $people } pherson { $unit } yn darllen hyn gyda’r crynodeb ({ $day }):
        [many] Bydd { $people } pherson { $unit } yn darllen hyn gyda’r crynodeb ({ $day }):
       *[other] Bydd { $people } o bobl { $unit } yn darllen hyn gyda’r crynodeb ({ $day }):
    }
loop-goes_to_askers = Mae hyn yn mynd at yr arweinwyr a ofynnodd am gymorth, gyda’ch rôl:
loop-goes_into_digest = { $people ->
        [zero] Mae hyn yn mynd i grynodeb { $unit }, y mae ei { $people } o bobl yn ei ddarllen:
        [one] Mae hyn yn mynd i grynodeb { $unit }, y mae { $people } person arall yn ei ddarllen:
        [two] Mae hyn yn mynd i grynodeb { $unit }, y mae ei { $people } berson yn ei ddarllen:
        [few] Mae hyn yn mynd i grynodeb { $unit }, y mae ei { $people } pherson yn ei ddarllen:
        [many] Mae hyn yn mynd i grynodeb { $unit }, y mae ei { $people } pherson yn ei ddarllen:
       *[other] Mae hyn yn mynd i grynodeb { $unit }, y mae ei { $people } o bobl yn ei ddarllen:
    }
loop-goes_with_flag = Dangosir hyn ar grynodeb { $unit }, gyda’ch rôl, i bawb sy’n ei ddarllen:
loop-button-send = Anfon
loop-button-change = Newid
loop-button-cancel = Canslo
loop-ask_again = Ysgrifennwch ef eto fel y dylai fod, os gwelwch yn dda. Dyma beth ysgrifennoch chi:
loop-cancelled = Wedi’i ganslo. Ni anfonwyd dim.
loop-prompt_asked_again = Gofynnwyd i chi eto ymhellach i lawr: { $about }.
loop-prompt_written = Dangosir eich geiriau ymhellach i lawr: { $about }.
loop-prompt_not_needed = Nid oes angen geiriau yma mwyach: { $about }.
loop-prompt_not_sent = Ni anfonwyd dim. Dyma beth ysgrifennoch chi:
loop-empty_words = Nid oedd geiriau yn hynny. Ysgrifennwch eto, os gwelwch yn dda.
loop-too_long = Mae { $length } nod yn hynny, ac mae lle i { $longest }. Ni chadwyd dim. Byrhewch ef a’i anfon eto, os gwelwch yn dda:

## esboniadau

loop-why_no_figures = { $unit }: mae sgôr yn cymryd atebion o leiaf { $minimum } o bobl. Lle gellid gofyn i ugain neu fwy mae angen o leiaf ddeg. Gyda chwestiynau ie/na mae angen o leiaf chwech fel arfer. Ni ddywedir sgôr chwaith a fyddai’n dangos yn bendant a gymerodd rhywun ran. Mae ar dîm, neu dimau bach gyda’i gilydd, angen { $team } o gydweithwyr ar ei restr. Mae ar wythnos angen pump ohonynt y gellid gofyn iddynt. Ni chyfrifir pwy bynnag sy’n darllen y crynodeb hwn neu un uwch, neu sy’n gweinyddu Rounds. Ni chyfrifir chwaith bwy bynnag a wnaeth hynny yn y 26 wythnos ddiwethaf. Cyfrifir timau bach gyda’i gilydd lle mae hynny’n ddigon, a chânt eu henwi gyda’i gilydd. Mae pwy bynnag sy’n newydd yma, ar eu pen eu hunain neu gyda’r tîm cyfan, yn cyfrif rai wythnosau’n ddiweddarach. Nid oes ffigur i wythnos pan gyrhaeddodd rhy ychydig o negeseuon. Ar ôl adfer copi wrth gefn, neu lle collwyd allwedd, efallai na fydd un. Ni chaiff unrhyw ffigur ei adael allan am ei fod yn isel neu’n uchel.
loop-why_no_figures_quarter = Mae’r rheolau hyn yn newydd ers i’r chwarter hwn ddechrau. Nid yw wythnos a gaewyd yn ôl y rheolau cynharach mewn unrhyw ffigur mwyach.
loop-team_list = Mae { $listed ->
        [zero] { $listed } o bobl
        [one] un person
        [two] { $listed } berson
        [few] { $listed } pherson
        [many] { $listed } pherson
       *[other] { $listed } o bobl
    } ar restr { $unit }. Cymharwch hi â phwy sy’n gweithio yma nawr, os gwelwch yn dda. Mae ymadawyr a phobl ar absenoldeb hir yn gwneud i dîm edrych yn dawelach nag ydyw. Gall eich gweinyddwr ei chywiro.
loop-handover = Ar gyfer y trosglwyddo nesaf, yn eich geiriau eich hun:
loop-handover_words = Cewch un cwestiwn unwaith neu ddwywaith yr wythnos, un tap. Ni allaf weld beth yw eich ateb nac a ydych yn ateb. Byddwch chithau hefyd yn darllen y prif ganlyniadau.

## enwi rhywun ar gyfer swydd cyd-arweinydd nad oes neb ynddi

loop-post_ask_role = Ar gyfer pa swydd yn nhîm { $unit } fyddech chi’n enwi rhywun?
loop-post_ask = Pwy allai fod yn { $role } yn nhîm { $unit }?
loop-post_ask_note = Gofynnwch i’r person yn gyntaf. Bydd eich dewis yn mynd at bwy bynnag sy’n rhedeg Rounds yma, a nhw sy’n penderfynu. Nid oes dim yn newid tan hynny.
loop-button-post_elsewhere = Rhywun o fan arall
loop-post_sent = Anfonwyd at bwy bynnag sy’n rhedeg Rounds ar gyfer { $unit }: { $name } fel { $role }. Nhw sy’n penderfynu.
loop-post_sent_elsewhere = Anfonwyd at bwy bynnag sy’n rhedeg Rounds ar gyfer { $unit }: rhywun o fan arall fel { $role }. Nhw sy’n penderfynu.
loop-post_nobody = Ni ellir cyrraedd neb sy’n rhedeg Rounds ar gyfer { $unit }. Dywedwch wrthynt eich hun, os gwelwch yn dda.
loop-post_filled = Mae rhywun yn { $role } yn nhîm { $unit } erbyn hyn.
loop-post_none_missing = Mae gan dîm { $unit } arweinydd meddygol, nyrsio a gweithredol erbyn hyn.

## cam gweithredu sef yr hyn y mae’r crynodeb yn ei awgrymu

loop-ask_action_or = Neu cymerwch yr hyn y mae’r crynodeb yn ei awgrymu:
loop-button-take_step = Cymryd hynny
