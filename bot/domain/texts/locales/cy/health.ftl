# Tudalen Iechyd y consol, i’r rhai sy’n gweinyddu popeth. Nid oes dim yma am berson na thîm.

health-open = Mwy am gyflwr Rounds
health-words = Mae pwy bynnag sy’n rhedeg y gweinydd yn gweld yr un peth. Nid oes enw yma, na dim am berson na thîm.
health-parts = Rhannau
health-well = Iawn
health-last = Trafferthion diwethaf ers dechrau
health-last_words = { $why } (o { $since } i { $until })
health-last_none = Dim.
health-messages = Negeseuon
health-messages_words = O’r negeseuon a gedwir, mae hyn a hyn o bob deg ym mhob cyflwr. Cyfrifir unwaith y dydd a dywedir ddiwrnod yn hwyr; am lai na deg ar hugain ni ddywedir dim.
health-messages_later = Dywedir o’r ail ddiwrnod ar ôl dechrau.
health-messages_few = Mae rhy ychydig.
health-channel-all = Pob sianel
health-tenths = { $state } { $tenths } o bob 10
health-state-due = yn aros
health-state-sending = yn cael eu hanfon
health-state-sent = wedi’u hanfon
health-state-failed = wedi methu
health-state-unsure = ni wyddys a gyrhaeddon nhw
health-state-expired = wedi dyddio, heb eu hanfon
health-times = Amseroedd a meintiau
health-time-oldest = Y neges hynaf sy’n aros
health-oldest_none = Nid oes dim wedi aros deng munud na mwy.
health-oldest_unknown = Ni wyddys tra na ellir darllen y gronfa ddata.
health-oldest_minutes = { $minutes ->
        [zero] { $minutes } munud
        [one] { $minutes } munud
        [two] { $minutes } funud
        [few] { $minutes } munud
        [many] { $minutes } munud
       *[other] { $minutes } munud
    }
health-time-backup = Copi wrth gefn diwethaf
health-time-tick = Golwg ddiwethaf ar yr hyn sy’n ddyledus
health-tick_elsewhere = Proses arall sy’n gwneud hynny, neu nid yw wedi digwydd eto.
health-time-closed = Yr wythnos ddiwethaf sydd wedi cau
health-none = Dim eto
health-time-size = Maint y gronfa ddata
health-size_later = Dywedir ddiwrnod yn hwyr
health-size_megabytes = { $size } MB
health-versions = Fersiynau
health-version = { $name } { $number }
health-download = Lawrlwytho ar gyfer TG
health-download_words = Ffeil fach sy’n dweud yr un peth, heb enwau, cyfeiriadau nac IDau pobl.
health-attention = Faint a gafodd pobl gan Rounds
health-attention_words = Cwestiynau, cwestiynau dilynol ac awgrymiadau a gynlluniwyd i un person mewn un wythnos. Nid yw a gymerodd rhywun saib yn newid dim yma, ac nid yw nodiadau atgoffa wedi’u cynnwys. Talgrynnir cyfrifon i lawr i bumoedd.
health-attention_week = Wythnos { $date }
health-attention-members = Aelodau
health-attention-leads = Hyrwyddwyr a chyd-arweinwyr
health-attention-sponsors = Uwch-noddwyr
health-attention_count-exactly = { $count } i { $people ->
    [0] lai na { $fewest } o bobl
   *[other] { $people } o bobl
}
health-attention_count-least = { $count } neu fwy i { $people ->
    [0] lai na { $fewest } o bobl
   *[other] { $people } o bobl
}
