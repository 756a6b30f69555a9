### Sut ydw i’n gwybod? O beth y gwnaed tudalen uned.

certificate-title = Sut ydw i’n gwybod?
certificate-made_only = Gwnaed pob cyfran a phob gair yng nghrynodeb yr wythnos hon o ffigurau grwpiau. Nid felly a awgrymir sgwrs: daw hynny gan amlaf o’r ffordd y mae pob person yn ateb fel arfer.
certificate-again = Gall pwy bynnag sydd â’r gronfa ddata gyfrifo’r ffigurau eto, heb allwedd i’r atebion.
certificate-answered_label = Faint a atebodd
certificate-week =
    { $count ->
        [zero] dim un grŵp yn yr wythnos hyd at { $date }
        [one] un grŵp yn yr wythnos hyd at { $date }
        [two] dau grŵp yn yr wythnos hyd at { $date }
        [few] tri grŵp yn yr wythnos hyd at { $date }
        [many] chwe grŵp yn yr wythnos hyd at { $date }
       *[other] { $count } grŵp yn yr wythnos hyd at { $date }
    }
certificate-said_label = Beth a ddywedwyd
certificate-block = geiriau grwpiau, am yr wythnosau hyd at { $date }
certificate-none = ni ddywedir dim
certificate-cut_label = Sut y’i torrwyd
certificate-cut = Mae o leiaf saith o bobl ym mhob grŵp. Gwnaed ei gyfrif yn fras unwaith, fel nad yw’n profi am neb a wnaethant ateb.
certificate-made_label = Rhewyd
certificate-check_label = Sut i wirio
certificate-check = Mae pwy bynnag sy’n rhedeg y gweinydd yn rhedeg “rounds verify”. Mae’n cymharu pob crynodeb â’i dystysgrif ac â ffigurau grwpiau.
certificate-hash_label = Stwnsh y crynodeb
certificate-older = Mae’r crynodeb hwn yn hŷn na thystysgrifau, felly nid oes ganddo un.
certificate-back = Yn ôl i’r wythnos hon
certificate-link = Mae’r cyfan yma: pa grwpiau, sut y’u torrwyd, a phryd. Rydych yn mewngofnodi i’w ddarllen:
certificate-not_for_you = Mae hyn i’r rhai y gwnaed y crynodeb ar eu cyfer.
certificate-not_now = Nid yw sut y gwnaed y crynodeb hwn yn cael ei ddweud yma nawr.
