### Tudalen person yn y porwr: yr hyn sy’n eiddo iddo, a’r hyn y gall ei wneud ag ef.

me-help = Cymorth i chi: { $text }
me-yours = I chi yn unig yr agorir y dudalen hon. Mae eraill hefyd yn gweld yr hyn sydd ar restr eich ysbyty. Nid oes tudalen yn dangos y gweddill i neb arall, ac nid oes unrhyw restr yn dweud eich bod wedi bod yma.

## sut y gofynnir i rywun

me-asking = Sut y gofynnir i chi
me-often = { $weeks ->
        [zero] Gofynnir i chi bob { $weeks } wythnos ar y mwyaf.
        [one] Gofynnir i chi mor aml ag arfer.
        [two] Gofynnir i chi bob pythefnos ar y mwyaf.
        [few] Gofynnir i chi bob { $weeks } wythnos ar y mwyaf.
        [many] Gofynnir i chi bob { $weeks } wythnos ar y mwyaf.
       *[other] Gofynnir i chi bob { $weeks } wythnos ar y mwyaf.
    }
me-paused = Rydych wedi cymryd saib tan ddiwedd { $day }.
me-on_nights = Rydych ar nosweithiau tan ddiwedd { $day }. Ni ddaw cwestiwn cyn hynny.
me-stopped = Rydych wedi stopio. Ni ddaw cwestiwn nes i chi ddechrau eto.
me-teams = Ble rydych ar restr
me-channel = Ble daw cwestiynau
me-hours_title = Pryd y daw cwestiynau
me-hours = Rhwng { $first } a { $last } ar eich cloc
me-timezone = Cylchfa amser
me-timezone_help = Fel yn Europe/London. Gwag: cylchfa eich uned.
me-language = Iaith
me-language_unread = { $language } (heb ei ddarllen eto gan siaradwr brodorol)
me-facts_note = Daw’r rhain o restr eich ysbyty. Am sianel arall, gofynnwch i’r rhai sy’n rhedeg Rounds am wahoddiad. Mae’r oriau yr un fath i bawb.
me-details = Newid eich cylchfa amser
me-details_help = Mae eich cylchfa amser ar restr eich ysbyty. Felly gall y rhai sy’n rhedeg Rounds weld eich bod yn ei newid. Gall rhestr nesaf eich ysbyty ei newid eto.
me-until_title = Saib tan ddiwrnod
me-until = Diwrnod olaf eich saib
me-until_help = O yfory ymlaen, hyd at hanner blwyddyn.
me-until_submit = Cymryd saib
me-until_wrong = Dewiswch ddiwrnod o yfory ymlaen, o fewn hanner blwyddyn. Os yw’n hirach, gallwch stopio a dechrau eto.

## yr hyn a ofynnwyd i rywun a’r hyn a ddywedodd

me-asked = Yr hyn a ofynnwyd i chi
me-asked_count = { $count ->
        [zero] Y { $count } cwestiwn diwethaf
        [one] Un cwestiwn
        [two] Y { $count } gwestiwn diwethaf
        [few] Y { $count } chwestiwn diwethaf
        [many] Y { $count } chwestiwn diwethaf
       *[other] Y { $count } cwestiwn diwethaf
    }
me-asked_nothing = Ni chedwir dim o’r hyn a ofynnwyd i chi.
me-standing-open = Mae ar agor o hyd.
me-standing-changeable = Atebwyd. Gallwch ei newid yn eich sgwrs nes bydd yn cau.
me-standing-heard = Atebwyd neu hepgorwyd.
me-standing-unheard = Caeodd heb ateb. Mae hynny’n iawn.
me-since = Mae’r dudalen yn dechrau gyda’r hyn a ofynnwyd i chi o { $date } ymlaen. Nid oedd y sgwrs hon wedi’i chysylltu â chi cyn hynny. Ni ddangosir dim o’r amser hwnnw i bwy bynnag arall a allai fod wedi cael y sgwrs.
me-answers = Eich atebion
me-answers_show = Dangos fy atebion
me-answers_note = Edrychwch o’ch cwmpas yn gyntaf: gall pwy bynnag sy’n gweld eich sgrin eu darllen.
me-answers_words = Agorwyd y rhain i chi nawr, ac ni chedwir copi o’r dudalen hon. Mae ateb yn aros nes caiff ei allwedd ei dinistrio. Wedi hynny ni all neb ddod o hyd iddo, na chithau chwaith.
me-answers_none = Ni chedwir ateb: cafodd ei hepgor, neu mae wedi’i ddinistrio.
me-answers_nothing = Nid ydych wedi ateb dim sy’n dal i gael ei gadw.
me-answers_no_key = Ni ellir agor eich atebion ar hyn o bryd. Rhowch gynnig arall arni’n nes ymlaen; ni chollir dim.
me-answers_hide = Cuddio fy atebion

## ffeil o’r cyfan

me-data = Eich data
me-file_note = Yr hyn y mae Rounds yn ei gadw o dan eich ID, gyda’ch atebion, fel un ffeil. Mae’r ffeil yn dweud beth nad yw ynddi. Nid oes copi’n aros yma.
me-file_get = Lawrlwytho fy nata
me-file_title = Yr hyn y mae Rounds yn ei gadw am { $name }
me-note-answers = Cedwir eich atebion dan sêl. Cawsant eu hagor ar gyfer y ffeil hon. Mae unrhyw rai eraill wedi’u dinistrio, neu ni chawsant eu rhoi erioed.
me-note-no_key = Cedwir eich atebion dan sêl, ac ni ellid eu hagor pan wnaed y ffeil hon. Rhowch gynnig arall arni’n nes ymlaen, os gwelwch yn dda.
me-note-sealed = Cedwir eich atebion dan sêl, ac nid ydynt yn y ffeil hon: rhywun arall a’i gwnaeth, ac ni ddangosir ateb i neb ond chi. Gallwch eu hagor eich hun, ar eich tudalen eich hun, neu yn eich sgwrs o dan help.
me-note-left_out = Rhywun arall a wnaeth y ffeil hon. Felly mae’n gadael allan yr hyn a ofynnwyd i chi, ac a wnaethoch ateb, cymryd saib neu stopio. Mae hefyd yn gadael allan eich shifftiau, eich negeseuon, a’r hyn y mae’r rhybudd am ddrifft yn ei gofio amdanoch. Cewch y rhain eich hun: drwy “mydata” yn eich sgwrs, neu ar eich tudalen eich hun. Nid yw sgwrs newydd yn dweud dim am yr hyn a fu o’r blaen. Os oes angen hynny arnoch, neu os nad oes gennych sgwrs, gofynnwch i’ch ysbyty am gopi cyfan.
me-note-sums = Mae symiau dan sêl eich timau yn dal, o dan eich ID, yr hyn a ddywedoch wrth bob math o gwestiwn. Maent yn aros nes caiff eu hallweddi eu dinistrio. Mae’r rhybudd am ddrifft yn cofio pa mor aml yr ateboch, ac ym mha rai o’r deuddeg wythnos ddiwethaf. Nid oes tudalen yn dangos hynny i neb arall. Bydd eich rhifau ynddo’n mynd o fewn 16 mis i chi adael y rhestr. Ychwanegir amser pan nad yw Rounds yn gofyn i neb. Mae pa mor aml yr atebodd pawb gyda’i gilydd yn aros fel swm.
me-note-list = Daw eich enw, rolau, sianel, cylchfa amser ac iaith o restr eich ysbyty. I’w cywiro, gofynnwch i’ch ysbyty.
me-note-log = Efallai eich bod wedi ysgrifennu llinellau o’r cofnod am eraill. Nid yw’r hyn y maent yn ei ddweud mewn ffeil a anfonwyd i sgwrs. Mae yn y ffeil o’ch tudalen eich hun.
me-note-raised = Nid yw’r hyn y gallech fod wedi’i godi’n gyfrinachol yn y ffeil hon: nid oes unrhyw res o’r gronfa ddata’n dweud amdano, felly ni all neb ddod o hyd iddo wrth eich ID. Mae Rounds yn dinistrio popeth y mae’n ei gadw ohono 30 diwrnod ar ôl i’r gair olaf gyrraedd. Mae “Anghofiwch fi” yn gwneud hynny ar unwaith. Mae’r hyn a roddwyd i’w ddarllenwyr yn aros gyda nhw: hyd at bythefnos ar y we, a heb derfyn ar Slack neu Telegram.
me-file_since = Nid yw’r hyn a ofynnwyd i chi ac a ddywedoch cyn { $date } yn y ffeil hon. Nid oedd y sgwrs hon wedi’i chysylltu â chi cyn hynny. Gofynnwch i’r rhai sy’n rhedeg Rounds am yr hyn sy’n dal i gael ei gadw o’r amser hwnnw.
me-kept_among = Mae’r rhesi hyn am lawer o bobl ac yn eich enwi chi yn eu plith. Maent yn dweud pwy gaiff ddarllen tudalen, neu atebion pwy a gyfrifwyd gyda’i gilydd. Dim ond yr hyn sy’n dod o hyd i bob rhes sydd yma, am fod y gweddill am eraill.
me-answer_with_words = { $answer }. Ychwanegoch chi: { $words }
me-kept-people = Eich cofnod ar y rhestr. Hefyd pryd yr ymunoch neu y stopioch, am faint rydych ar saib, a pha mor aml y gofynnir i chi.
me-kept-memberships = Pa rolau sydd gennych, neu a oedd gennych, ym mha unedau, ac ers pryd
me-kept-addresses = Ble gellir eich cyrraedd
me-kept-codes = Gwahoddiad nad ydych wedi’i ddefnyddio; ni chedwir y cod ei hun yn unman
me-kept-code_attempts = Codau a roddwyd ar brawf yn eich sgwrs ac na weithiodd, o’r awr ddiwethaf
me-kept-own_calendars = Eich calendr eich hun: mae ei ddolen dan sêl, ac nid yw yn y ffeil hon
me-kept-rotas = Eich shifftiau, mewn UTC, o bythefnos yn ôl ymlaen gan amlaf
me-kept-introductions = Ar ba sianeli rydych wedi cael cwestiwn
me-kept-forgotten = Eich bod wedi gofyn am gael eich anghofio, nes bydd yr wythnosau sydd ar waith wedi cau
me-kept-pulses = Pa gwestiynau a ofynnwyd i chi, ac a wnaethoch chi ateb
me-kept-pulse_messages = Pa negeseuon a ddangosodd gwestiwn i chi
me-kept-shadow_plans = Rowndiau a fyddai wedi gofyn i chi, pe na baech wedi cymryd saib, wedi stopio neu wedi gofyn am gael eich holi’n llai aml
me-kept-unit_states = Yr hyn y mae’r rhybudd am ddrifft yn ei gofio amdanoch chi, fesul tîm, ar ôl pob un o’r ddwy wythnos ddiweddaraf. Ym mha rai o’r deuddeg wythnos ddiwethaf y’ch cyrhaeddwyd ac y’ch clywyd. Eich wythnos gyntaf a’ch wythnos ddiweddaraf ar y rhestr. Pryd y’ch cyrhaeddwyd ddiwethaf, a phryd y’ch clywyd ddiwethaf. Sut y byddwch yn ateb fel arfer, fel log ods, a faint sydd y tu ôl i hynny. Pa mor debygol yw hi nad ydych wedi rhoi’r gorau i ateb. Bernir timau wrtho, ac nid oes tudalen yn ei ddangos.
me-kept-deliveries = Negeseuon atoch o’r dyddiau diwethaf; mae’r hyn sy’n eich ateb dan sêl
me-kept-attention = Yr hyn a gyfrifodd yn eich wythnosau diwethaf: awgrymiadau, cwestiynau i arweinwyr, a nodyn atgoffa nes bydd ei wythnos wedi cau
me-kept-nudges = Awgrymiadau a gawsoch yn yr wythnosau diwethaf, a’r hyn a bwysoch
me-kept-nudge_days = Ar ba ddiwrnod rydych eisiau eich awgrym
me-kept-web_chats = Pa mor aml y mae eich sgwrs ar y we wedi newid
me-kept-web_messages = Negeseuon yn eich sgwrs ar y we; mae’r hyn sy’n eich ateb dan sêl
me-kept-bells = Porwyr y gofynnoch iddynt roi gwybod i chi am newyddion
me-kept-flag_replies = Yr hyn a ddywedoch wrth faner fel arweinydd, i eraill ei ddarllen
me-kept-help_replies = Yr hyn a ddywedoch pan ofynnodd arweinwyr am gymorth, i eraill ei ddarllen
me-kept-loop_actions = Camau gweithredu a ddechreuoch, neu yr ydych yn berchen arnynt
me-kept-told_shown = Yr hyn a ddywedwyd yn ôl wrth eich tîm ac a ddangoswyd i chi
me-kept-prompts = Yr hyn y gofynnwyd i chi ei ysgrifennu, a’ch drafft, dan sêl
me-kept-held_words = Yr hyn a ysgrifennoch heb ateb dim, dan sêl, am chwarter awr
me-kept-sign_in_links = Dolen i’r tudalennau hyn sy’n aros amdanoch
me-kept-console_sessions = Porwyr yr ydych wedi mewngofnodi â nhw
me-kept-administration_log = Llinellau o’r cofnod gweinyddu a ysgrifennoch, neu sydd amdanoch chi
me-kept-log_people = Y rhif ar hap y mae’r cofnod hwnnw’n eich enwi wrtho
me-kept-log_words = Yr hyn y mae’r llinellau hyn yn ei ddweud
me-kept-recipient_salts = Rhif ar hap. Oddi tano, mae tystysgrifau tudalennau’n dweud y cewch eu darllen.
me-kept-revisions = Newidiadau i’r rhaglen neu’r rhestr a wnaethoch
me-kept-revision_people = Newidiadau i’r rhestr a oedd amdanoch chi
me-kept-revision_rows = Eich cofnod ar y rhestr cyn ac ar ôl newid o’r fath

## anghofio rhywun

me-forget = Anghofiwch fi
me-forget_goes = Beth sy’n mynd
me-forget_address = Ble gellir eich cyrraedd, eich gwahoddiad, a’ch sgwrs ar y we. Cewch eich allgofnodi o bob porwr.
me-forget_answers = Eich atebion sy’n dal i gael eu cadw, hefyd y rhai a roesoch i gwestiwn sydd ar agor.
me-forget_part = A ofynnwyd i chi, a’ch cyrhaeddwyd ac a’ch clywyd, ar wahân i’r hyn a enwir isod.
me-forget_wishes = Pryd yr ymunoch, eich seibiau, pa mor aml y gofynnir i chi, a negeseuon nad ydynt wedi’u hanfon.
me-forget_stays = Beth sy’n aros
me-forget_list = Eich lle ar y rhestr. Eich ysbyty biau honno; gofynnwch yno os na ddylech fod arni.
me-forget_sums = Symiau a wnaed eisoes. Mae rhai dan sêl yn dal eich rhan o dan eich ID nes caiff eu hallwedd ei dinistrio.
me-forget_memory = Yr hyn y mae’r rhybudd am ddrifft yn ei gofio: pa mor aml yr ateboch, ac ym mha rai o’r deuddeg wythnos ddiwethaf. Nid oes tudalen yn ei ddangos i neb arall. Mae eich rhifau’n pylu bob wythnos. Byddant yn mynd o fewn 16 mis i chi adael y rhestr. Ychwanegir amser pan nad yw Rounds yn gofyn i neb. Mae pa mor aml yr atebodd pawb gyda’i gilydd yn aros fel swm.
me-forget_open = Eich bod wedi cymryd rhan mewn wythnos nad yw wedi cau, tan y dydd Llun nesaf gan amlaf. Felly nid oes unrhyw ffigur yn dangos eich bod wedi mynd.
me-forget_words = Yr hyn a ddywedoch wrth eich tîm neu’ch arweinwyr i eraill ei ddarllen. Yr hyn y mae’r cofnod yn ei ddweud am newidiadau i’r rhestr.
me-forget_platform = Yr hyn a welwch yn eich sgwrs eich hun ar Slack neu Telegram. Ar Telegram gallwch ei ddileu yno. Ar Slack dim ond y rhai sy’n ei redeg all wneud hynny.
me-forget_backups = Copïau wrth gefn, nes caiff y rhain eu dileu. Pan ddaw un yn ôl, cewch eich anghofio eto os yw ffolder yr allweddi yno o hyd.
me-forget_after = Wedyn ni fydd Rounds yn anfon dim atoch nes i chi gael eich gwahodd eto ac ymuno. Nid yw rhestr newydd yn newid hynny. Mae’r rhai sy’n ei redeg yn gweld nad ydych wedi ymuno. Maent yn gweld yr un peth am unrhyw un na wnaeth erioed. Gall pwy bynnag sy’n codi rhywbeth sylwi os ydych yn warcheidwad, neu os na ellir cyrraedd neb arall. Felly hefyd arweinydd sy’n gofyn i’r rhai uwch ei ben am gymorth. Lle mae rhestrau’n rhoi cyfeiriadau, gallant sylwi na chymerir eich un chi.
me-forget_now = Anghofiwch fi nawr
