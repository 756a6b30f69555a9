### Yr hyn a ddywedir wrth y rhai sy’n rhedeg Rounds heb iddynt ofyn. Nid oes dim yma’n dweud beth ddewisodd, atebodd neu na atebodd neb.

alerts-said-channel_refused = { $count ->
        [zero] Mae { $what } yn gwrthod cyfrifon Rounds, felly nid oes dim yn cyrraedd yno.
        [one] Mae { $what } yn gwrthod cyfrif Rounds, felly nid oes dim yn cyrraedd yno.
        [two] Mae { $what } yn gwrthod cyfrifon Rounds, felly nid oes dim yn cyrraedd yno.
        [few] Mae { $what } yn gwrthod cyfrifon Rounds, felly nid oes dim yn cyrraedd yno.
        [many] Mae { $what } yn gwrthod cyfrifon Rounds, felly nid oes dim yn cyrraedd yno.
       *[other] Mae { $what } yn gwrthod cyfrifon Rounds, felly nid oes dim yn cyrraedd yno.
    }
alerts-do-channel_refused = Trefnwch fod ei docyn a’i ganiatadau’n cael eu gwirio ar y gweinydd, os gwelwch yn dda.
alerts-said-key_missing = Mae allwedd sy’n selio atebion ar goll, felly mae atebion yn aros ac nid ydynt yn cael eu ffeilio.
alerts-do-key_missing = Trefnwch fod y ffolder allweddi’n cael ei rhoi’n ôl ar y gweinydd, os gwelwch yn dda. Mae Trosolwg yn y consol yn dweud pa allwedd.
alerts-said-not_well = { $count ->
        [zero] Nid yw { $count } rhan o Rounds wedi bod yn iawn ers deng munud: { $what }.
        [one] Nid yw un rhan o Rounds wedi bod yn iawn ers deng munud: { $what }.
        [two] Nid yw { $count } ran o Rounds wedi bod yn iawn ers deng munud: { $what }.
        [few] Nid yw { $count } rhan o Rounds wedi bod yn iawn ers deng munud: { $what }.
        [many] Nid yw { $count } rhan o Rounds wedi bod yn iawn ers deng munud: { $what }.
       *[other] Nid yw { $count } rhan o Rounds wedi bod yn iawn ers deng munud: { $what }.
    }
alerts-do-not_well = Mae’r hyn sydd o’i le i’w weld yn y consol, o dan Trosolwg.
alerts-said-no_backup = Ni fu copi wrth gefn ers wyth diwrnod.
alerts-do-no_backup = Trefnwch fod un yn cael ei wneud ar y gweinydd, a gweld pam nad oedd un.
alerts-said-overdue = { $count ->
        [zero] Mewn { $count } tabl, mae rhywbeth a ddylai fod wedi’i ddileu erbyn hyn yn dal yno: { $what }.
        [one] Mewn un tabl, mae rhywbeth a ddylai fod wedi’i ddileu erbyn hyn yn dal yno: { $what }.
        [two] Mewn { $count } dabl, mae rhywbeth a ddylai fod wedi’i ddileu erbyn hyn yn dal yno: { $what }.
        [few] Mewn { $count } thabl, mae rhywbeth a ddylai fod wedi’i ddileu erbyn hyn yn dal yno: { $what }.
        [many] Mewn { $count } thabl, mae rhywbeth a ddylai fod wedi’i ddileu erbyn hyn yn dal yno: { $what }.
       *[other] Mewn { $count } tabl, mae rhywbeth a ddylai fod wedi’i ddileu erbyn hyn yn dal yno: { $what }.
    }
alerts-do-overdue = Trefnwch fod log y gweinydd yn cael ei ddarllen, os gwelwch yn dda. Mae Trosolwg yn y consol yn dweud pa waith ydyw.
alerts-said-log_spoilt = Nid yw’r log o bwy a newidiodd beth fel yr ysgrifennwyd ef.
alerts-do-log_spoilt = Trefnwch fod “rounds verify” yn cael ei redeg ar y gweinydd, os gwelwch yn dda: mae’n enwi pob cofnod. Cadwch y gronfa ddata a ffolder yr allweddi fel y maent tan hynny.
alerts-said-answering_low = Atebodd yr holl dimau gyda’i gilydd lai nag arfer yr wythnos diwethaf.
alerts-do-answering_low = Chwiliwch am rywbeth sy’n gyffredin iddynt i gyd: gwyliau, patrwm shifft newydd, sianel nad oedd yn gweithio.
alerts-said-no_lead = { $count ->
        [zero] Nid oes arweinydd ar y rhestr gan { $count } tîm: { $what }.
        [one] Nid oes arweinydd ar y rhestr gan un tîm: { $what }.
        [two] Nid oes arweinydd ar y rhestr gan { $count } dîm: { $what }.
        [few] Nid oes arweinydd ar y rhestr gan { $count } thîm: { $what }.
        [many] Nid oes arweinydd ar y rhestr gan { $count } thîm: { $what }.
       *[other] Nid oes arweinydd ar y rhestr gan { $count } tîm: { $what }.
    }
alerts-do-no_lead = Nid oes neb yn atebol am yr hyn y mae tîm o’r fath yn ei ddweud. Ychwanegir arweinwyr yn y consol, o dan Pobl.
alerts-said-no_question = { $count ->
        [zero] Nid oes cwestiwn i’w ofyn gan { $count } amserlen: { $what }.
        [one] Nid oes cwestiwn i’w ofyn gan un amserlen: { $what }.
        [two] Nid oes cwestiwn i’w ofyn gan { $count } amserlen: { $what }.
        [few] Nid oes cwestiwn i’w ofyn gan { $count } amserlen: { $what }.
        [many] Nid oes cwestiwn i’w ofyn gan { $count } amserlen: { $what }.
       *[other] Nid oes cwestiwn i’w ofyn gan { $count } amserlen: { $what }.
    }
alerts-do-no_question = Dewiswch gwestiynau eraill ar ei chyfer, neu stopiwch hi, os gwelwch yn dda.
alerts-said-invitations_end = { $count ->
        [zero] Mae { $count } gwahoddiad yn dod i ben yfory.
        [one] Mae un gwahoddiad yn dod i ben yfory.
        [two] Mae { $count } wahoddiad yn dod i ben yfory.
        [few] Mae { $count } gwahoddiad yn dod i ben yfory.
        [many] Mae { $count } gwahoddiad yn dod i ben yfory.
       *[other] Mae { $count } gwahoddiad yn dod i ben yfory.
    }
alerts-do-invitations_end = Bydd angen un newydd ar bwy bynnag nad yw wedi ymuno erbyn hynny. Maent i’w gweld yn y consol, o dan Pobl.
alerts-more = { $count ->
        [zero] A { $count } arall.
        [one] Ac un arall.
        [two] A { $count } arall.
        [few] A { $count } arall.
        [many] A { $count } arall.
       *[other] A { $count } arall.
    }
