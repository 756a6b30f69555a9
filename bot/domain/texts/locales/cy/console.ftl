### Y consol: tudalennau’r rhai sy’n rhedeg Rounds.

console-title = { $page } – Rounds
console-skip = Mynd at y cynnwys
console-menu = Tudalennau
console-signed_in = Wedi mewngofnodi fel { $name }
console-sign_out = Allgofnodi
console-sign_out_everywhere = Allgofnodi ym mhobman
console-page-overview = Trosolwg

console-sign_in_title = Mewngofnodi
console-sign_in_words = Mae’r ddolen hon yn eich mewngofnodi i gonsol Rounds, yn y porwr hwn.
console-sign_in_note = Mae’n gweithio unwaith. Allgofnodwch wrth adael cyfrifiadur y mae eraill yn ei ddefnyddio.
console-continue = Parhau
console-account_words = Rydych yn mewngofnodi gyda’r cyfrif sydd gennych yn eich ysbyty.
console-account_start = Mewngofnodi
console-account_note = Allgofnodwch wrth adael cyfrifiadur y mae eraill yn ei ddefnyddio.
console-account_sign_out = Allgofnodi o gyfrif eich ysbyty hefyd
console-alone-account_needed_title = Mewngofnodwch, os gwelwch yn dda
console-alone-account_needed_words = Nid ydych wedi mewngofnodi, neu roedd yn rhy bell yn ôl.
console-alone-account_again_title = Ni weithiodd y mewngofnodi
console-alone-account_again_words = Dechreuwch eto, os gwelwch yn dda. Rhaid dechrau a gorffen yn yr un porwr, o fewn deng munud.
console-alone-account_unknown_title = Nid oes tudalen i chi yma
console-alone-account_unknown_words = Rydych wedi mewngofnodi yn eich ysbyty, ac nid oes dim i chi yn Rounds. Os dylai fod, gofynnwch i’r rhai sy’n ei redeg.
console-alone-account_away_title = Nid yw system fewngofnodi eich ysbyty’n ateb
console-alone-account_away_words = Rhowch gynnig arall arni ymhen ychydig funudau.
console-alone-link_over_title = Nid yw’r ddolen hon yn gweithio
console-alone-link_over_words = Gallai fod yn hŷn na deng munud, neu wedi’i defnyddio o’r blaen. Gofynnwch am un newydd lle cawsoch hi.
console-too_many_tries = Bu gormod o geisiadau. Arhoswch ddeng munud, os gwelwch yn dda.
console-alone-needed_title = Mewngofnodwch, os gwelwch yn dda
console-alone-needed_words = Nid ydych wedi mewngofnodi, neu roedd yn rhy bell yn ôl. Am ddolen newydd, anfonwch /console ar Telegram neu /rounds console ar Slack. Ar y we, pwyswch y botwm yn eich sgwrs.
console-alone-missing_title = Nid yw’r dudalen hon yma
console-alone-missing_words = Gallai fod wedi symud, neu nid yw ar gyfer eich rolau chi.
console-alone-not_sent_title = Ni newidiwyd dim
console-alone-not_sent_words = Daeth y ffurflen o hen dudalen neu o rywle arall. Ewch yn ôl, llwythwch y dudalen eto, a’i hanfon unwaith yn rhagor.
console-alone-too_large_title = Mae’r ffeil hon yn rhy fawr
console-alone-too_large_words = Darllenir hyd at 6 MB. Ewch yn ôl, a dewch â ffeil heb y colofnau nad oes eu hangen ar Rounds.
console-alone-too_long_title = Mae hyn yn ormod ar unwaith
console-alone-too_long_words = Darllenir hyd at 64 kB o’r hyn a lenwir, ac ni newidiwyd dim. Ewch yn ôl, ac anfonwch lai ar unwaith.
console-alone-too_many_title = Roedd hyn yn ormod mewn un funud
console-alone-too_many_words = Ni newidiwyd dim. Ewch yn ôl, ac anfonwch ef eto ymhen munud.
console-alone-not_own_title = Mae eich tudalen eich hun ar gau yma
console-alone-not_own_words = Gofynnodd rhywun arall am y ddolen y daethoch drwyddi, a gallai fod wedi’i defnyddio. Felly gofynnwch am un eich hun, yn eich sgwrs eich hun. Anfonwch /console ar Telegram neu /rounds console ar Slack. Ar y we, pwyswch y botwm yn eich sgwrs. Mae cyfrif o’ch ysbyty yn ei hagor hefyd, lle mae hynny wedi’i drefnu.
console-alone-forgotten_title = Rydych wedi’ch anghofio
console-alone-forgotten_words = Nid yw Rounds yn anfon dim atoch nes i chi gael eich gwahodd eto ac ymuno. Rydych wedi’ch allgofnodi; gallwch gau’r dudalen hon.
console-alone-not_raised_title = Heb ei anfon eto
console-alone-not_raised_words = Nid yw rhywbeth yn Rounds yn iawn ar hyn o bryd, felly ni chafodd dim ei anfon na’i gadw. Ewch yn ôl a rhowch gynnig arall arni’n nes ymlaen.
console-alone-not_forgotten_title = Nid ydych wedi’ch anghofio eto
console-alone-not_forgotten_words = Nid yw rhywbeth yn Rounds yn iawn ar hyn o bryd. Nid ydych wedi’ch anghofio eto. Efallai fod rhywfaint ohono wedi mynd eisoes. Rhowch gynnig arall arni’n nes ymlaen.
console-alone-file_comes_title = Mae eich ffeil yn dal ar ei ffordd
console-alone-file_comes_words = Mae ffeil eich data yn dal ar ei ffordd i’ch sgwrs. Arhoswch amdani, a gofynnwch am gael eich anghofio wedyn. Ni newidiwyd dim.
console-alone-signed_out_title = Rydych wedi allgofnodi
console-alone-signed_out_words = Gallwch gau’r dudalen hon.

console-well = Mae popeth yn iawn
console-not_well = { $count ->
        [zero] Mae angen eich sylw ar { $count } rhan
        [one] Mae angen eich sylw ar un rhan
        [two] Mae angen eich sylw ar { $count } ran
        [few] Mae angen eich sylw ar { $count } rhan
        [many] Mae angen eich sylw ar { $count } rhan
       *[other] Mae angen eich sylw ar { $count } rhan
    }
console-next_rounds = Rowndiau nesaf
console-no_rounds = Nid oes unrhyw amserlen yn gofyn i neb yn y ddau fis nesaf.
console-reaches = { $listed ->
        [zero] Mae { $listed } o bobl ar y rhestr
        [one] Mae un person ar y rhestr
        [two] Mae { $listed } berson ar y rhestr
        [few] Mae { $listed } pherson ar y rhestr
        [many] Mae { $listed } pherson ar y rhestr
       *[other] Mae { $listed } o bobl ar y rhestr
    }, { $joined ->
        [zero] nid oes neb wedi ymuno.
        [one] mae un wedi ymuno.
        [two] mae { $joined } wedi ymuno.
        [few] mae { $joined } wedi ymuno.
        [many] mae { $joined } wedi ymuno.
       *[other] mae { $joined } wedi ymuno.
    }
console-people_now = Pobl
console-people_listed = Ar y rhestr
console-people_joined = Wedi ymuno
console-people_not_joined = Heb ymuno eto
console-people_refused = Ni ellir eu cyrraedd
console-people_refused_note = Mae eu cyfeiriad wedi gwrthod sawl gwaith. Gofynnwch iddynt a yw’n eiddo iddynt o hyd.
console-last_backup = Copi wrth gefn diwethaf: { $at }
console-no_backup = Copi wrth gefn diwethaf: dim eto
console-version = Fersiwn { $version }

console-page-schedules = Amserlenni
console-page-calendar = Calendr
console-saved = Wedi’i gadw.
console-look = Dangos beth sy’n newid
console-save = Cadw
console-cancel = Canslo
console-back = Yn ôl
console-change_more = Newid mwy
console-optional = gellir ei adael yn wag
console-choose = Dewis
console-faults = { $count ->
        [zero] Mae angen golwg arall ar { $count } peth
        [one] Mae angen golwg arall ar un peth
        [two] Mae angen golwg arall ar { $count } beth
        [few] Mae angen golwg arall ar { $count } pheth
        [many] Mae angen golwg arall ar { $count } pheth
       *[other] Mae angen golwg arall ar { $count } peth
    }
console-plan_changes = Beth fydd yn newid
console-plan_cautions = Da gwybod
console-plan_nothing = Ni fyddai dim yn newid.
console-plan_moved = Mae rhywun wedi newid rhywbeth yn y cyfamser. Dyma fyddai’n newid nawr; edrychwch eto, os gwelwch yn dda.

console-asked_count = Faint, i fod yn siŵr
console-asked_count_wrong = Ni chadwyd dim eto. Ysgrifennwch y rhif { $count } yn gyntaf, os gwelwch yn dda.
console-pieces = Mwy o unedau
console-pieces_shown = Unedau { $first } i { $last } o { $count }
console-pieces_earlier = Unedau cynharach
console-pieces_later = Unedau nesaf

console-schedules_none = Nid oes unrhyw amserlen yn gofyn i’ch unedau chi yn unig. Caiff un sy’n gofyn i eraill hefyd ei newid gan y rhai sy’n eu gweinyddu i gyd.
console-schedule_new = Amserlen newydd
console-schedule_change = Newid { $schedule }
console-schedule_stop = Stopio { $schedule }
console-schedule_pause = Oedi { $schedule }
console-schedule_resume = Gadael i amserlen { $schedule } fynd ymlaen
console-schedule_pause_words = Nid yw’n gofyn dim newydd tra bo wedi’i hoedi, ac nid anfonir dim o’r amser hwnnw wedyn. Gellir ateb o hyd gwestiynau sydd wedi mynd allan, ac atgoffir amdanynt unwaith. Mae “Oedi popeth” yn stopio nodiadau atgoffa hefyd.
console-schedule_paused_until = Yn mynd ymlaen ohoni’i hun ar y diwrnod hwn
console-schedule_help-paused_until = Gadewch ef yn wag i’w hoedi nes bydd rhywun yn gadael iddi fynd ymlaen.
console-schedule_is_paused = Wedi’i hoedi nes bydd rhywun yn gadael iddi fynd ymlaen.
console-schedule_is_paused_until = Wedi’i hoedi. Yn mynd ymlaen: { $date }.
console-schedule_named = { $schedule }: { $what }
console-test_send = Anfon prawf ataf
console-test-sent = Mae prawf ar ei ffordd i’ch sgwrs eich hun.
console-test-not_listed = Ni anfonwyd dim: nid oes gan neb ar y rhestr yr ID hwn.
console-test-not_administrator = Ni anfonwyd dim: dim ond gweinyddwyr sy’n cael prawf, pob un ar ei sianel ei hun.
console-test-not_joined = Ni anfonwyd dim: nid oes sgwrs eto, neu mae ei chyfeiriad yn gwrthod. Ymunwch yn gyntaf; yna rhowch gynnig arall arni.
console-test-no_schedule = Ni anfonwyd dim: nid oes amserlen o’r fath ar gyfer yr unedau hynny.
console-test-no_question = Ni anfonwyd dim: ni ofynnir dim yno yn y deuddeg wythnos nesaf.
console-schedule_asks = { $questions }; ar gyfer { $units }
console-schedule_on = { $days } am { $time }{ $weeks ->
        [zero] , bob { $weeks } wythnos
        [one] {""}
        [two] , bob pythefnos
        [few] , bob { $weeks } wythnos
        [many] , bob { $weeks } wythnos
       *[other] , bob { $weeks } wythnos
    }
console-schedule_on_cron = Yn ôl y mynegiad { $expression }
console-schedule_tag = Pob cwestiwn â’r tag { $tag }
console-schedule-id = Enw’r amserlen
console-schedule-units = I bwy y gofynnir
console-schedule-questions = Beth a ofynnir
console-schedule-days = Ar ba ddiwrnodau
console-schedule-at = Am ba amser
console-schedule-cron = Mynegiad cron
console-schedule-questions_per_round = Cwestiynau ar y tro
console-schedule-every_weeks = Bob faint o wythnosau
console-schedule-open_hours = Oriau i ateb
console-schedule-remind_after_hours = Oriau tan yr un nodyn atgoffa
console-schedule_help-id = Llythrennau, digidau a chysylltnodau. Mae’n aros am byth.
console-schedule_help-units = Mae uned yn golygu pob tîm oddi tani.
console-schedule_help-questions = O’r cyfan a ddewisir, gofynnir un ar ôl y llall.
console-schedule_help-days = Mae pob diwrnod yn rownd ynddo’i hun.
console-schedule_help-at = Yn ôl y cloc lle mae pob tîm.
console-schedule_help-cron = Yn lle diwrnodau ac amser.
console-schedule_help-questions_per_round = Un sydd orau, tri yw’r mwyaf.
console-schedule_help-every_weeks = Mae 1 yn golygu bob wythnos.
console-schedule_help-open_hours = Pum diwrnod yw 120 awr.
console-schedule_help-remind_after_hours = Mae 0 yn golygu dim nodyn atgoffa.

console-page-people = Pobl
console-page-rota = Rota
console-page-invitations = Gwahoddiadau
console-joining-joined = wedi ymuno
console-joining-invited = wedi’i wahodd
console-joining-not_invited = heb ei wahodd
console-joining-refused = ni ellir ei gyrraedd
console-invited_until = gwahoddiad yn para tan { $date }
console-role_of = { $role }, { $unit }
console-people_search = Enw neu ID
console-people_state = Cyflwr
console-people_all = Pawb
console-people_find = Chwilio
console-people_nobody = Ni chafwyd hyd i neb.
console-people_more = Dangos y rhai nesaf
console-person_new = Ychwanegu rhywun
console-person_role = Rhoi rôl i { $name }
console-person_move = Symud { $name }
console-person_end = Tynnu { $name } oddi ar y rhestr
console-invite = Gwneud gwahoddiad newydd
console-invite_note = Bydd gwahoddiad o’r blaen yn peidio â gweithio. Nid yw gwahoddiad neb arall yn newid.
console-renew = Gwneud gwahoddiad newydd a gorffen yr hen gyfeiriad
console-renew_note = Ar gyfer ffôn coll neu ddolen yn y dwylo anghywir: bydd yr hen ddolen neu sgwrs yn peidio â gweithio ar unwaith.
console-channel_off = { $channel } (wedi’i diffodd)
console-invite_off = Mae { $channel } wedi’i diffodd yma, felly ni all neb ymuno yno eto. Gall pwy bynnag sy’n rhedeg y gweinydd ei throi ymlaen.
console-invitation_title = Gwahoddiad i { $name }
console-invitation_words = Mae’n gweithio unwaith, tan { $date }. Rhowch ef yn breifat. Dim ond nawr y byddwch yn ei weld.
console-invitation_code = Cod
console-invitation_link = Dolen
console-group-doctor = meddyg
console-group-nurse = nyrs
console-group-ahp = gweithiwr proffesiwn perthynol i iechyd
console-group-other = arall
console-person-person_id = ID
console-person-name = Enw
console-person-unit = Uned
console-person-role = Rôl
console-person-channel = Sianel
console-person-group = Proffesiwn
console-person-starts = Diwrnod cyntaf
console-person-ends = Diwrnod olaf
console-person-invite = Gwneud gwahoddiad ar unwaith
console-person-from = Pa rôl
console-person-to = I ba uned
console-person_help-person_id = Rhif staff, er enghraifft. Nid yw byth yn newid.
console-person_help-name = Fel y mae cydweithwyr yn eu hadnabod.
console-person_help-unit = Mae aelodau’n perthyn i dîm, eraill i unrhyw uned.
console-person_help-role = Gellir rhoi mwy o rolau’n nes ymlaen.
console-person_help-channel = Ble mae eu cwestiynau’n cyrraedd.
console-person_help-group = Dim ond ar gyfer cyfansymiau grwpiau mawr.
console-person_help-starts = Ni ofynnir cyn y diwrnod hwn.
console-person_help-ends = Ni ofynnir ar ôl y diwrnod hwn.
console-person_help-invite = Gwelwch y cod unwaith, ar y sgrin nesaf.
console-person_help-from = Mae’n gorffen lle maen nhw nawr.
console-person_help-to = Mae’n dechrau yno heddiw.

console-pause = Oedi popeth
console-pause_words = Mae cwestiynau, nodiadau atgoffa a chrynodebau’n stopio ar unwaith. Ni anfonir byth yr hyn sy’n ddyledus yn y cyfamser; gellir ateb cwestiynau agored o hyd.
console-pause_whole = Y sefydliad cyfan
console-pause_unit = Ble
console-pause_reason = Pam
console-pause_told = Ychydig eiriau. Mae crynodeb yr wythnos yn eu dweud.
console-pause_until = Yn mynd ymlaen ohono’i hun ar y diwrnod hwn
console-pause_tell = Dweud wrth bawb y mae’n berthnasol iddynt
console-pause_tell_words = Un neges â’ch rheswm, y tu allan i’w horiau tawel.
console-paused = Wedi’i oedi: { $where } ({ $reason })
console-paused_until = Wedi’i oedi tan { $date }: { $where } ({ $reason })
console-resume = Mynd ymlaen

console-page-log = Cofnod
console-page-health = Iechyd
console-page-units = Eich unedau
console-page-me = Eich tudalen eich hun
console-source-files = ffeiliau
console-source-console = consol
console-source-chat = sgwrs
console-source-shell = llinell orchymyn
console-log_search = Geiriau neu ID
console-log_since = O’r diwrnod hwn ymlaen
console-log_source = O ble
console-log_anywhere = Unrhyw le
console-moment = { $date }, { $time }
console-log_by = { $who } ({ $source })
console-log_erased = rhywun a gafodd ei ddileu
console-log_no_words = Cafodd yr hyn a ddywedodd ei ddileu.
console-log_revision = diwygiad { $number }
console-log_undo = Dadwneud diwygiad { $number }
console-log_export = Lawrlwytho fel ffeil
console-log_nothing = Ni chafwyd hyd i ddim.
console-log_older = Dangos cofnodion hŷn
console-log_newest = Y cofnod diweddaraf: rhif { $number }, { $hash }. Ysgrifennwch hwn yn rhywle arall: bydd yn dangos yn nes ymlaen na chafodd dim hyd ato ei newid.

console-calendar = Y deuddeg wythnos nesaf
console-calendar_week = Wythnos { $date }
console-calendar_at = { $day }, { $time }
console-calendar_quiet = tawel, ni ofynnir i neb

console-page-questions = Cwestiynau
console-questions_for_all = Un banc sydd i bob uned. Gall pwy bynnag sy’n gweinyddu popeth ei newid.
console-question_new = Cwestiwn newydd
console-question_change = Newid { $question }
console-question_retire = Tynnu { $question } yn ôl
console-question_version = Fersiwn { $version }
console-question_asked_by = Gofynnir gan { $schedules }
console-question_not_asked = Nid oes amserlen yn ei ofyn
console-question_look = Fel y mae pobl yn ei weld ({ $language })
console-question_test = Mae “Anfon prawf ataf” wrth amserlen sy’n ei ofyn yn dod ag ef i’ch sgwrs eich hun.
console-question-id = Enw byr
console-wording_in-text = Geiriad ({ $language })
console-question-language = Un iaith arall
console-question-wording = Geiriad yn yr iaith honno
console-question-scale = Sut y caiff ei ateb
console-question-polarity = Beth mae cytuno’n ei olygu
console-question-kind = Beth yw ei ddiben
console-question-competency = Cymhwysedd
console-question-facet = Agwedd
console-question-audience = I bwy y gofynnir
console-question-tags = Tagiau
console-wording_in-none_label = Botwm ar gyfer “ddim yn berthnasol” ({ $language })
console-question-version = Fersiwn
console-question_help-id = Llythrennau, digidau a chysylltnodau. Mae’n aros am byth.
console-question_help-text = Un gosodiad byr am redeg y gwasanaeth.
console-question_help-language = Ei god, fel cy.
console-question_help-polarity = Ar gyfer gosodiad wedi’i droi o chwith, mae cytuno’n gostwng y sgôr.
console-question_help-kind = Dim ond cwestiynau craidd sy’n cyfrif tuag at y sgôr.
console-question_help-competency = Ar gyfer cwestiynau craidd, ac mae ei angen yno.
console-question_help-facet = Ar gyfer cwestiynau craidd, ac mae ei hangen yno.
console-question_help-tags = Gall amserlenni ddewis cwestiynau yn ôl tag. Gwahanwch nhw â chomas.
console-question_help-none_label = Gadewch ef yn wag am ddim botwm o’r fath.
console-question_help-version = Gadewch ef. Mae geiriad wedi’i newid yn cael y fersiwn nesaf ohono’i hun ac yn dechrau ffigurau newydd.
console-question_scale-likert4 = Pedwar cam, o gytuno’n gryf i anghytuno’n gryf
console-question_scale-yes_no = Ie neu na
console-question_scale-rating10 = 0 i 10
console-question_scale-text = Yn eich geiriau eich hun
console-question_polarity-positive = Mae cytuno’n dda
console-question_polarity-negative = Nid yw cytuno’n dda
console-question_kind-core = Craidd: ymgysylltu
console-question_kind-influence = Dylanwad
console-question_kind-advocacy = Siarad yn dda am y lle
console-question_kind-two_way = Sgwrs ddwyffordd
console-question_kind-coupling_strategic = Cyswllt â’r strategaeth
console-question_kind-coupling_organisational = Cyswllt â’r sefydliad
console-question_kind-coupling_environmental = Cyswllt â’r hyn sydd o gwmpas
console-question_kind-followership = Dilyn eich arweinwyr
console-question_competency-personal = Rhan bersonol (personol)
console-question_competency-supervisory = Arwain y tîm (goruchwyliol)
console-question_competency-strategic = Cyfeiriad (strategol)
console-question_facet-intellectual = Meddwl (deallusol)
console-question_facet-emotional = Gofalu (emosiynol)
console-question_facet-interpersonal = Cydweithio (rhyngbersonol)
console-question_audience-members = Aelodau’r tîm
console-question_audience-co_leads = Ei arweinwyr
console-question_audience-both = Y ddau

console-page-teams = Timau
