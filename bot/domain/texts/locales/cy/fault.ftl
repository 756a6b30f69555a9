### Geiriau’r pwnc hwn: gwall. Yr hyn sydd o’i le yn ffeiliau’r gweinyddwr, ffurflen neu restr a uwchlwythwyd, a sut i’w gywiro.
### Mae IDau, allweddi, mathau ac enghreifftiau fel y maent yn y ffeiliau.

fault-like = , fel { $example }
fault-did_you_mean = ; ai { $meant } oedd gennych mewn golwg?
fault-one_of = { $first } neu { $last }
fault-all_of = { $first } a { $last }
fault-some_of = { $first } a { $more } arall
fault-choose = ; dewiswch { $known }
fault-write_like = ; ysgrifennwch ef fel { $example }
fault-missing = ar goll; ysgrifennwch { $example }
fault-missing_days = ar goll; ysgrifennwch { $example } gydag at, neu cron
fault-missing_or_vacant = ar goll; ysgrifennwch { $example }, neu vacant = true
fault-missing_table = ar goll; ysgrifennwch dabl [{ $name }]
fault-missing_tables = ar goll; ysgrifennwch o leiaf un [[{ $name }]]
fault-missing_units = ar goll; ysgrifennwch o leiaf un [[unit]] gydag id a name
fault-missing_core = ar goll; mae angen { $example } ar gwestiwn craidd, a kind = "..." ar eraill
fault-one_table = rhaid iddo fod yn un tabl, wedi’i ysgrifennu [{ $name }]
fault-list_of_tables = rhaid iddo fod yn rhestr o dablau, pob un wedi’i ysgrifennu [[{ $name }]] â dau fraced
fault-a_table = rhaid iddo fod yn dabl, wedi’i ysgrifennu [[{ $name }]]
fault-unknown_table = tabl anhysbys{ $mend }
fault-known_tables = ; y tablau hysbys yw { $known }
fault-unknown_key = allwedd anhysbys{ $mend }
fault-known_keys = ; yr allweddi hysbys yw { $known }
fault-above_tables = ; mae uwchben pob [table], felly nid yw’n perthyn i’r un
fault-kind-text = rhaid iddo fod yn destun mewn dyfynodau{ $like }
fault-kind-time = rhaid iddo fod yn amser mewn dyfynodau{ $like }
fault-kind-date = rhaid iddo fod yn ddyddiad mewn dyfynodau{ $like }
fault-kind-whole = rhaid iddo fod yn rhif cyfan{ $like }
fault-kind-number = rhaid iddo fod yn rhif{ $like }
fault-kind-finite = rhaid iddo fod yn rhif meidraidd{ $like }
fault-kind-truth = rhaid iddo fod yn true neu false{ $like }
fault-kind-list = rhaid iddo fod yn rhestr mewn bracedi{ $like }
fault-kind-table = rhaid iddo fod yn dabl{ $like }
fault-kind-other = ni ellir defnyddio { $value } yma{ $like }
fault-at_least = rhaid iddo fod o leiaf { $least }
fault-at_most = rhaid iddo fod { $most } ar y mwyaf
fault-between = rhaid iddo fod rhwng { $least } a { $most }
fault-either = rhaid iddo fod yn { $one } neu { $other }
fault-never_lowered = gellir ei godi uwchlaw { $least }, byth ei ostwng
fault-paused_until = ni ddywed ond pryd y bydd amserlen sydd â paused = true yn mynd ymlaen
fault-reminder = rhaid iddo fod yn 0 (byth) neu’n llai nag open_hours
fault-small_hours = gall slot rhwng 00:00 a 03:00 ddiflannu neu ddod ddwywaith pan fydd clociau’n newid; dewiswch amser diweddarach
fault-weekdays = mae angen o leiaf un diwrnod o’r wythnos, pob un unwaith
fault-too_early = mae cyn { $year }; cywirwch y flwyddyn
fault-reason = un llinell o { $most } nod ar y mwyaf yw rheswm
fault-id = nid yw { $id } yn ID; defnyddiwch hyd at { $most } llythyren, digid, dot, cysylltnod neu danlinell, gan ddechrau â llythyren neu ddigid
fault-person_id = nid yw { $id } yn ID; defnyddiwch hyd at { $most } llythyren, digid a . _ - @ +, gan ddechrau â llythyren neu ddigid
fault-id_twice = { $id } yw ID { $what } arall ar linell { $line }; rhowch ei un ei hun i bob un
fault-question_twice = { $id } yw ID cwestiwn arall ar linell { $line }; cadwch y fersiwn mwyaf newydd yn unig
fault-zone = nid yw { $zone } yn gylchfa amser IANA{ $mend }
fault-locale = nid yw { $locale } yn locale; ysgrifennwch ef fel "en-GB"
fault-empty = yn wag; ysgrifennwch rai geiriau
fault-empty_list = yn wag; enwch o leiaf un
fault-empty_label = yn wag; ysgrifennwch rai geiriau neu gadewch ef allan
fault-empty_id = yn wag; rhowch ID nad yw byth yn newid i bob person
fault-empty_name = yn wag; ysgrifennwch enw’r person
fault-two_lines = mae ynddo doriad llinell neu nod rheoli arall; cadwch ef ar un llinell
fault-semicolon = mae ynddo hanner colon, lle mae rhai taenlenni’n gwahanu celloedd; gadewch ef allan
fault-too_long = mae { $length } nod ynddo; defnyddiwch { $most } ar y mwyaf
fault-time_unquoted = mae angen dyfynodau o’i gwmpas, fel "10:00"
fault-time = nid yw { $time } yn amser o’r dydd; ysgrifennwch { $mend }
fault-time_like = ef fel "10:00"
fault-date_unquoted = mae angen dyfynodau o’i gwmpas, fel "2024-09-01"
fault-date = nid yw { $date } yn ddyddiad{ $mend }
fault-week_as_date = dyddiad ydyw; ysgrifennwch ei wythnos mewn dyfynodau, "{ $week }"
fault-week = nid yw { $week } yn wythnos ISO{ $mend }
fault-unknown = nid yw { $value } yn hysbys yma{ $mend }
fault-twice = mae’n enwi { $what } ddwywaith; enwch ef unwaith
fault-unknown_unit = nid yw { $unit } yn uned o’r rhaglen{ $mend }
fault-known_units = ; yr unedau hysbys yw { $known }
fault-no_units_yet = ; nid oes ganddi rai eto
fault-unknown_question = nid yw { $question } yn cyfateb i unrhyw gwestiwn{ $mend }
fault-question_names = ; defnyddiwch ID neu dag o questions.toml, neu core
fault-unknown_role = nid yw { $role } yn rôl{ $mend }
fault-ring = mae’n gwneud cylch ({ $ring }); ni all uned fod o dani ei hun
fault-too_deep = mae fwy na { $most } lefel islaw’r brig; gwnewch y goeden yn fwy gwastad
fault-members_below = mae unedau o dan { $unit }, ac mae aelodau’n perthyn i ficrosystem; dewiswch { $below }
fault-no_units_below = un heb unedau oddi tani
fault-not_agreed = mae { $value } yn wahanol i { $other } ar linell { $line } ar gyfer { $person }; gwnewch i resi un person gytuno
fault-not_agreed_in = mae { $columns } yn wahanol i linell { $line } ar gyfer { $person }; gwnewch i resi un person gytuno
fault-shifted = mae ei cholofnau wedi symud; cyfrwch y comas, neu’r celloedd, o’r chwith
fault-same_role = yr un person, uned a rôl â llinell { $line }; cadwch un
fault-same_address = cyfeiriad person arall ar linell { $line } ydyw; gadewch un o’r ddau yn wag
fault-slack_address = nid yw { $value } yn ID defnyddiwr Slack fel U024BE7LH; copïwch ef o’r proffil neu { $instead }
fault-telegram_address = nid yw { $value } yn ID sgwrs rhifol person; { $instead }
fault-web_address = drwy ymrestru y daw cyfeiriad gwe; { $instead }
fault-enrol_instead = gadewch ef yn wag a gadewch i’r person ymrestru â chod (`rounds enrol`)
fault-ends_first = mae { $ends } cyn y dechrau ar { $starts }; cywirwch un o’r ddau
fault-old_name = hen enw { $name } ydyw; cadwch un o’r ddau
fault-core_only = i gwestiynau craidd yn unig y mae’n perthyn; gadewch ef allan neu gwnewch y math yn { $kind }
fault-no_wording = heb eiriad; ychwanegwch un, fel en-GB = "..."
fault-label_each = mae angen un label ar gyfer pob iaith: tabl [question.none_label] gyda en-GB = ...
fault-core_text = nid oes sgôr i gwestiwn testun, felly ni all fod yn core; dewiswch fath neu "likert4"
fault-label_of_text = nid oes botymau i gwestiwn testun; gadewch ef allan
fault-cron_alone = i days y mae’n perthyn, nid i cron; cadwch naill ai days gydag at, neu cron
fault-cron_parts = mae angen pum rhan ar { $expression } (munud, awr, diwrnod, mis, diwrnod o’r wythnos), fel "0 10 * * tue"
fault-cron_numbered = mae rhif gan y diwrnod { $weekday }, sy’n golygu diwrnodau gwahanol mewn mannau eraill; defnyddiwch enwau, fel tue
fault-cron_two_days = gellir darllen diwrnod o’r mis a diwrnod o’r wythnos gyda’i gilydd mewn dwy ffordd; cadwch un ac ysgrifennwch * ar gyfer y llall
fault-cron_unread = ni ellir darllen y { $part } { $field }; mae mynegiad cyfan yn edrych fel "0 10 * * tue"
fault-cron_part-minute = munud
fault-cron_part-hour = awr
fault-cron_part-day = diwrnod o’r mis
fault-cron_part-month = mis
fault-cron_part-weekday = diwrnod o’r wythnos
fault-cron_often = mae’n gofyn { $times } gwaith y dydd; enwch un funud a { $most } awr ar y mwyaf
fault-cron_never = nid yw byth yn dod; nid oes diwrnod o’r fath mewn unrhyw flwyddyn
fault-week_or_month = mae angen naill ai week = "2026-W32" neu, bob blwyddyn, month = "August"
fault-beside_week = mae wrth ochr week; { $mend }
fault-once = ar gyfer yr hyn sy’n dod yn ôl bob blwyddyn ({ $yearly }); rhowch ei wythnos i { $kind }
fault-beside_vacant = mae wrth ochr vacant = true; tynnwch un o’r ddau allan
fault-host = nid yw { $host } yn weinydd; ysgrifennwch ei enw’n unig, fel "rota.example.org"

fault-shift_no_column = nid oes colofn o’r enw hwn
fault-shift_over_years = mae’r rhesi’n ymestyn o { $first } i { $last }, sy’n fwy na blwyddyn; cywirwch y rhai anghyffredin
fault-shift_no_id = yn wag; ysgrifennwch ID y person
fault-shift_nobody = nid oes gan neb ar y rhestr yr ID "{ $id }"
fault-shift_no_kind = nid yw "{ $kind }" yn fath o shifft; ysgrifennwch un o { $words }
fault-shift_kind_empty = yn wag; ysgrifennwch un o { $words }
fault-shift_not_after = nid yw { $ends } ar ôl { $starts }
fault-shift_too_long = mae shifft o { $hours } awr yn rhy hir
fault-shift_moment_empty = yn wag; ysgrifennwch ef fel { $example }
fault-shift_no_moment = nid yw "{ $moment }" yn adeg; ysgrifennwch ef fel { $example }
fault-shift_year = ni all { $day } fod; cywirwch y flwyddyn

fault-link = rhaid iddo ddechrau â https:// neu http:// neu mailto: neu tel:
fault-not_listed = nid yw { $person } ar y rhestr{ $mend }
fault-guardian_row = ; ysgrifennwch res ar eu cyfer, â’r rôl guardian
