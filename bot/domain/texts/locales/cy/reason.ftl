### Pam mae gan grynodeb ei deitl, mewn un frawddeg. Ni roddir bai ar neb.

reason-new_flag-fewer_voices = Llai o leisiau ers tua mis { $month }: mae llai o’r un bobl yn ateb.
reason-new_flag-lower_score = Sgôr is ers tua mis { $month }: mae’r un bobl yn cytuno llai.
reason-new_flag-both = Llai o leisiau a sgôr is ers tua mis { $month }, ymhlith yr un bobl.
reason-room_from_above = Ymddengys fod yr hyn sy’n cyfyngu’r tîm hwn uwch ei ben. Dywedir hynny wrth uned { $above }, heb enw eich tîm.
reason-unanswered_flag = Awgrymwyd sgwrs gennym ar { $date }: { $kinds }. Nid oes unrhyw arweinydd wedi ateb eto.
reason-action_late = Mae cam gweithredu agored wedi mynd heibio i’w ddyddiad: “{ $words }”.
reason-still_low = Awgrymwyd sgwrs ar { $date }, ac mae’r ffigurau’n dal yn is nag arfer.
reason-fewer_heard = Clywyd llai o gydweithwyr nag sy’n arferol i chi.
reason-word_lower = Ar gyfartaledd, mae pobl yn cytuno llai nag o’r blaen.
reason-word_disagrees = Ar gyfartaledd, mae pobl yn anghytuno.
reason-team_waits = { $count ->
        [zero] Mae { $count } tîm wedi aros 28 diwrnod am ateb.
        [one] Mae un tîm wedi aros 28 diwrnod am ateb.
        [two] Mae { $count } dîm wedi aros 28 diwrnod am ateb.
        [few] Mae { $count } thîm wedi aros 28 diwrnod am ateb.
        [many] Mae { $count } thîm wedi aros 28 diwrnod am ateb.
       *[other] Mae { $count } tîm wedi aros 28 diwrnod am ateb.
    }
reason-help_asked = { $count ->
        [zero] Mae { $count } tîm yn gofyn am gymorth oddi uchod.
        [one] Mae un tîm yn gofyn am gymorth oddi uchod.
        [two] Mae { $count } dîm yn gofyn am gymorth oddi uchod.
        [few] Mae { $count } thîm yn gofyn am gymorth oddi uchod.
        [many] Mae { $count } thîm yn gofyn am gymorth oddi uchod.
       *[other] Mae { $count } tîm yn gofyn am gymorth oddi uchod.
    }
reason-room_needed = { $count ->
        [zero] Ymddengys fod yr hyn sy’n cyfyngu { $count } tîm uwch eu pen: mae angen mwy o le i weithredu arnynt.
        [one] Ymddengys fod yr hyn sy’n cyfyngu un tîm uwch ei ben: mae angen mwy o le i weithredu arno.
        [two] Ymddengys fod yr hyn sy’n cyfyngu { $count } dîm uwch eu pen: mae angen mwy o le i weithredu arnynt.
        [few] Ymddengys fod yr hyn sy’n cyfyngu { $count } thîm uwch eu pen: mae angen mwy o le i weithredu arnynt.
        [many] Ymddengys fod yr hyn sy’n cyfyngu { $count } thîm uwch eu pen: mae angen mwy o le i weithredu arnynt.
       *[other] Ymddengys fod yr hyn sy’n cyfyngu { $count } tîm uwch eu pen: mae angen mwy o le i weithredu arnynt.
    }
reason-organisation_low = Atebodd llai o bobl nag arfer yr wythnos hon, dros bob tîm. Ni chodir baner ar unrhyw dîm am hynny.
reason-fewer_heard_above = Clywyd llai o gydweithwyr nag sy’n arferol yma.

## yr un peth eto mewn wythnos ddiweddarach: felly o hyd, ac ers pryd

reason-still-unanswered_flag = Ar agor o hyd ers { $date }: { $kinds }. Nid oes unrhyw arweinydd wedi ateb eto.
reason-still-action_late = Ar agor o hyd, { $days ->
        [zero] { $days } diwrnod
        [one] un diwrnod
        [two] { $days } ddiwrnod
        [few] { $days } diwrnod
        [many] { $days } diwrnod
       *[other] { $days } diwrnod
    } ar ôl ei ddyddiad: “{ $words }”.
reason-still-fewer_heard = Llai o gydweithwyr nag sy’n arferol i chi’n cael eu clywed o hyd, ers yr wythnos hyd at { $date }.
reason-still-fewer_heard_above = Llai o gydweithwyr nag sy’n arferol yma’n cael eu clywed o hyd, ers yr wythnos hyd at { $date }.
reason-still-word_lower = Ers { $date } mae’r cyfartaledd yn dal i gytuno llai.
reason-still-word_disagrees = Ers { $date } mae’r cyfartaledd yn dal i anghytuno.
reason-still-team_waits = { $count ->
        [zero] Mae { $count } tîm yn dal i aros am ateb; codwyd y faner gyntaf ar { $date }.
        [one] Mae tîm yn dal i aros am ateb; codwyd ei faner ar { $date }.
        [two] Mae { $count } dîm yn dal i aros am ateb; codwyd y faner gyntaf ar { $date }.
        [few] Mae { $count } thîm yn dal i aros am ateb; codwyd y faner gyntaf ar { $date }.
        [many] Mae { $count } thîm yn dal i aros am ateb; codwyd y faner gyntaf ar { $date }.
       *[other] Mae { $count } tîm yn dal i aros am ateb; codwyd y faner gyntaf ar { $date }.
    }
reason-still-help_asked = { $count ->
        [zero] Mae { $count } tîm yn dal i ofyn am gymorth oddi uchod, y cyntaf ers { $date }.
        [one] Mae tîm yn dal i ofyn am gymorth oddi uchod, ers { $date }.
        [two] Mae { $count } dîm yn dal i ofyn am gymorth oddi uchod, y cyntaf ers { $date }.
        [few] Mae { $count } thîm yn dal i ofyn am gymorth oddi uchod, y cyntaf ers { $date }.
        [many] Mae { $count } thîm yn dal i ofyn am gymorth oddi uchod, y cyntaf ers { $date }.
       *[other] Mae { $count } tîm yn dal i ofyn am gymorth oddi uchod, y cyntaf ers { $date }.
    }
reason-still-organisation_low = Dros bob tîm, mae llai o bobl nag arfer yn dal i ateb, ers yr wythnos hyd at { $date }. Ni chodir baner ar unrhyw dîm am hynny.

## yr hyn a’i newidiodd wedyn

reason-answered_flag = Awgrymwyd sgwrs gennym ar { $date }: { $kinds }.
reason-action_done = Mae’r cam gweithredu a oedd wedi mynd heibio i’w ddyddiad wedi’i wneud.
reason-action_cannot = Ni ellir gwneud y cam gweithredu a oedd wedi mynd heibio i’w ddyddiad; dywedwyd wrth y tîm pam.
reason-action_not_late = Nid oes unrhyw gam gweithredu wedi mynd heibio i’w ddyddiad mwyach.
reason-help_answered = Mae pwy bynnag a ofynnodd am gymorth oddi uchod wedi cael ateb.
