### Yr hyn y mae’r rhai sy’n rhedeg Rounds yn ei ddarllen yn eu sgwrs. Nid oes dim yma’n dweud beth ddewisodd, atebodd neu na atebodd neb.

administer-others = Mae hyn i’r rhai sy’n rhedeg Rounds. Anfonwch help i weld beth allwch chi ei wneud yma.
administer-menu = Beth hoffech chi ei wneud?
administer-button-status = Statws
administer-button-joined = Pwy sydd wedi ymuno
administer-button-rounds = Rowndiau nesaf
administer-button-schedules = Amserlenni
administer-button-quiet_week = Wythnos dawel
administer-button-pause = Oedi popeth
administer-button-pauses = Mynd ymlaen
administer-button-invite = Gwahodd rhywun
administer-button-why = Pam dim cwestiwn?
administer-button-test = Anfon prawf ataf
administer-button-console = Consol
administer-button-menu = Dewislen
administer-button-new_schedule = Amserlen newydd
administer-button-change_schedule = Diwrnod ac amser
administer-button-pause_schedule = Ei hoedi
administer-button-resume_schedule = Gadael iddi fynd ymlaen
administer-button-stop_schedule = Ei stopio
administer-over = Mae hyn drosodd, neu mae rhywun wedi’i newid. Dechreuwch eto o’r ddewislen, os gwelwch yn dda.
administer-too_long = Mae hyn yn cymryd mwy nag sy’n ffitio mewn sgwrs. Gwnewch ef yn y consol, os gwelwch yn dda:
administer-on_cron = Mae’r amserlen hon yn dilyn mynegiad cron. Newidiwch hi yn y consol, os gwelwch yn dda:
administer-schedules = Pa amserlen?
administer-schedule_next = Nesaf: { $when }. Yn ei thimau mae { $listed ->
        [zero] { $listed } o bobl
        [one] un person
        [two] { $listed } berson
        [few] { $listed } pherson
        [many] { $listed } pherson
       *[other] { $listed } o bobl
    } ar y rhestr, { $joined ->
        [zero] nid oes neb wedi ymuno.
        [one] mae un wedi ymuno.
        [two] mae { $joined } wedi ymuno.
        [few] mae { $joined } wedi ymuno.
        [many] mae { $joined } wedi ymuno.
       *[other] mae { $joined } wedi ymuno.
    }
administer-nothing_coming = Nid yw’n gofyn i neb yn y ddau fis nesaf.
administer-pauses = Beth ddylai fynd ymlaen?
administer-not_paused = Nid oes dim o’ch eiddo wedi’i oedi yno.
administer-would_go_on = Yn dod i ben nawr – { $what }
administer-goes_on = Mae popeth yno’n mynd ymlaen. Nid anfonir yr hyn a ddaeth yn ddyledus yn y cyfamser.
administer-pause_begun = Wedi’i oedi. Nid oes dim mwy yn mynd allan yno.
administer-pause_told = Dywedir unwaith wrth bawb y mae’n berthnasol iddynt, gyda’ch rheswm.
administer-pause_replaced = Mae hyn yn cymryd lle – { $what }
administer-saved = Wedi’i gadw fel diwygiad { $revision }.
administer-quiet_week = Wythnos dawel
administer-quiet_week_words = Ni ofynnir i neb ac nid atgoffir neb yn yr wythnos honno.
administer-quiet_week_which = Pa wythnos
administer-invite = Gwahodd rhywun
administer-person_help = ID sydd orau. Dim ond mewn ffenestr ar wahân y derbynnir enw.
administer-would_invite = Gwahoddiad newydd i { $name } ({ $person })
administer-has_joined = Mae wedi ymuno’n barod. I orffen yr hen sgwrs neu ddolen, defnyddiwch y consol.
administer-code = Cod: { $code } (ar { $channel })
administer-several_people = Mae mwy nag un person yn cyfateb. Ysgrifennwch yr ID, os gwelwch yn dda: { $people }
administer-not_yet = Heb ymuno eto: { $people }
administer-not_yet_more = { $count ->
        [zero] A { $count } arall.
        [one] Ac un arall.
        [two] A { $count } arall.
        [few] A { $count } arall.
        [many] A { $count } arall.
       *[other] A { $count } arall.
    }
administer-people = { $listed ->
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
administer-round = { $when }: { $schedule }
administer-step = { $label } ({ $place } o { $count })
administer-is_chosen = ✓ { $label }
administer-optional = Gellir ei adael yn wag.
administer-write_it = Atebwch y neges hon, os gwelwch yn dda. I adael y ffurflen, pwyswch Canslo.
administer-not_written = Pwyswch un o’r botymau, neu gadewch y ffurflen gyda Canslo.
administer-about = eich geiriau ar gyfer y ffurflen “{ $form }”
administer-on_form-next = Iawn
administer-on_form-earlier = Rhai cynharach
administer-on_form-later = Mwy
administer-on_form-write = Rhywbeth arall
administer-on_form-empty = Gadael yn wag
administer-on_form-back = Yn ôl
administer-on_form-cancel = Canslo
administer-on_form-save = Cadw
administer-form_cancelled = Ni newidiwyd dim.
administer-form_title = Gweinyddu
administer-close = Cau
administer-too_much = Mae hyn yn ormod i un ffurflen yma. Dewiswch lai, neu defnyddiwch y consol.

## pam na chafodd rhywun gwestiwn yr wythnos hon

administer-why = Pam dim cwestiwn?
administer-why-left = Nid ydynt ar y rhestr mwyach.
administer-why-not_yet = Maent yn dechrau ar { $date }, yn ôl y rhestr.
administer-why-ended = Daethant i ben ar { $date }, yn ôl y rhestr.
administer-why-not_asked = Nid oes unrhyw amserlen yn gofyn iddynt. Mae cwestiynau’n mynd at aelodau ac arweinwyr timau y mae amserlen yn eu henwi.
administer-why-not_joined = Nid ydynt wedi ymuno eto. Gallwch eu gwahodd.
administer-why-unreachable = Ni ellir eu cyrraedd mwyach. Mae angen gwahoddiad newydd arnynt, o’r consol.
administer-why-nothing_due = Nid oes dim yn ddyledus yr wythnos hon.
administer-why-paused = Mae’r amserlen wedi’i hoedi.
administer-why-halted = Roedd popeth wedi’i oedi pan oedd yn ddyledus.
administer-why-quiet = Roedd yn wythnos dawel neu’n ddiwrnod tawel.
administer-why-missed = Nid oedd Rounds yn rhedeg tra gellid bod wedi’i anfon.
administer-why-not_opened = Roedd yr amserlen wedi’i hoedi pan oedd yn ddyledus, neu cafodd hi neu’r tîm ei sefydlu wedyn.
administer-why-came_later = Ymunodd, neu daeth i’r tîm, ar ôl iddo agor.
administer-why-other_audience = Nid oedd ar gyfer pobl yn eu rôl.
administer-why-no_time_left = Parhaodd eu horiau tawel nes iddo gau.
administer-why-off_shift = Yn ôl y rota a fewnforiwyd, nid oes amser yn y gwaith ar ei gyfer tra oedd ar agor.
administer-why-other_team = Maent mewn sawl tîm, a thro un arall oedd hi yr wythnos hon.
administer-why-budget = Defnyddiwyd eu cyllideb ar gyfer yr wythnos gan gwestiynau eraill.
administer-why-still_to_come = Mae eto i ddod.
administer-why-nothing_in_the_way = Nid oes dim yn y ffordd: maent o fewn y cynllun. Ni ddangosir i neb a gafodd ei ateb.
administer-why_round = { $schedule }, { $unit }: { $when }

## eraill

administer-backup = Copi wrth gefn diwethaf: { $when }
