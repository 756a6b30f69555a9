"""Labelled texts for the guard, all invented: what must be refused, with its kind, and clinical talk that must pass.

Health numbers come from the range 999 that is reserved for tests.
"""

from bot.domain.messaging.suspicions import Suspicion

_KINDS = {
    Suspicion.HEALTH_NUMBER: """
        NHS 9990000018 waited six hours
        The lady 999 000 0018 waited six hours
        999-000-0026 again
        see 999.000.0026
        (999) 000 0034
        999 0000 034
        99900 00034
        99 90 00 00 34
        9 9 9 0 0 0 0 0 3 4
        ９９９００００１８０ is wrong but ９９９００００１８ is short, so 9990000018
        ９９９０００００１８
        999/000/0042
        999000 0042
        999_000_0042
        999–000–0042
        99\u200b9000\u200b0050
        999\u00a0000\u00a00050
        9️⃣9️⃣9️⃣0️⃣0️⃣0️⃣0️⃣0️⃣5️⃣0️⃣
        ٩٩٩٠٠٠٠٠٥٠
        999,000,0050
        999, 000, 0018
        NHS number: 1234567890
        nhs no 123 456 7890
        H&C 999 000 0069
        CHI 0101400018
        chi number 010140 0018
        HCN: 3200000001
        two patients, 9990000077 and another
        bay 9990000077
        999 000 0078
        \u202e9990000085\u202c
        The number is 9990000093.
        #9990000093#
    """,
    Suspicion.PHONE: """
        ring her on 07700 900123
        07700900123
        07700 900 123
        077 0090 0123
        +44 7700 900123
        +447700900123
        0044 7700 900123
        (020) 7946 0018
        020 7946 0018
        0117 496 0123
        01632 960123
        01632-960-123
        call 0161 496 0999 after two
        +49 30 9018203
        +33 1 23 45 67 89
        0 7 7 0 0 9 0 0 1 2 3
        07７00 900123
        0808 157 0123
        O7700 9oo123
    """,
    Suspicion.EMAIL: """
        write to jane.doe@example.com
        jane@nhs.example
        J.DOE+ward@mail.example.org please
        jane(at)example.com
        jane [at] example (dot) com
        ｊａｎｅ＠example.com
        o'neil@trust.example
        jane.doe at nhs.net
        write to jane dot doe at example dot org
    """,
    Suspicion.DATE: """
        born 12/03/1948
        the man of 12/03/48
        12-03-1948
        12.03.1948 admitted
        12.3.48
        1948-03-12
        12 March 1948
        12th March 1948
        12th of March 1948
        12 Mar 48.
        March 12, 1948
        March 12th 1948
        12Mar1948
        DOB 1948
        D.O.B.: 12 March
        date of birth is 1948
        she was born in 1948
        12 03 1948
        1/1/2001
        ３１／１２／１９５０
        the man of 03041951
    """,
    Suspicion.RECORD_NUMBER: """
        MRN 123456
        mrn: A123456
        hospital number 1234567
        hosp no. 445566
        Hospital no: RX-12345
        patient ID 88123
        unit number 991234
        case note number 123456
        casenotes no 123456
        pt no 55512
        PAS 7654321
        RiO number 123456
        episode number 20117
        K1234567 waited
        RXH1234567
        rxh-123456
        MRN: AB12345
        mrn X9911
        hospital number is A1234
    """,
    Suspicion.INSURANCE_NUMBER: """
        QQ is not used but AB 12 34 56 C is
        ab123456c
        AB-12-34-56-D
        JG 10 37 59 A
        QQ 12 34 56 C
        her number is qq123456c
    """,
    Suspicion.POSTCODE: """
        lives at SW1A 1AA
        from M1 1AE
        ls1 4ap
        B33 8TH
        CR2 6XH
        DN551PT
        EC1A 1BB
        GIR 0AA
        near W1A 0AX
    """,
    Suspicion.NAME: """
        Mrs Patel waited
        Mr. Okafor fell again
        mrs patel fell
        Mr O'Brien complained
        Ms Smith-Jones
        Miss Khan in the corridor
        Mx Taylor
        Mr Å
        Mrs P again
        Dr Jones shouts at us
        dr Jones shouts at us
        Prof Green never listens
        the patient called Jane left
        a lady named Edith
        patient name: jane
        Mr Łukasz
        Miss A. Jones
        Ms A Smith
        MR KHAN fell
        MISS KHAN
        MRS OKAFOR
        Prof. O'Neil
        Matron Clarke
        Nurse Green was rude
        Sister Mary Brown shouts
        sister Mary
        Doctor Lee again
        Consultant Harris never comes
        Mrs van der Berg went home
        Mrs de Souza again
        Dr von Stein never comes
        Mr le Roux
        dr al Rashid
        Sister Ter Horst
        Staff nurse Patel is unfair
        staff nurse Patel
        SN Patel leaves early
        Charge nurse Hughes
        charge nurse Hughes shouts
        the registrar Ahmed did not come
        consultant Harris
        porter Jim
        HCA Mensah was left alone
        dr okafor was rude
        dr khan never answers
        Lady Windermere
        Dr St. John
    """,
    Suspicion.BED: """
        the man in bed 4
        bed 12b again
        Bay 3 is unsafe
        side room 2 was left
        sideroom 5
        s/r 3 was left
        cubicle 7
        trolley 14 waited all night
        room 12 fell twice
        the lady in bed four
        bed no. 6
        bedspace, I mean bed space 9
        Room 101
        Bed B12
    """,
}

REFUSED: list[tuple[Suspicion, str]] = [
    (kind, line.strip()) for kind, lines in _KINDS.items() for line in lines.strip().split("\n")
]

ALLOWED: list[str] = [
    line.strip()
    for line in """
        12.5h shifts are too long
        A&E was full by 10:00
        band 5 to 6 takes years
        £28,407 a year does not pay the rent
        we are 2 nurses down on nights
        24/7 cover with 9/10 posts filled
        The rota for 3 March came on 28 February
        Handover at 07:30 and 19:30 never starts on time
        0800-2000 12 hours without a break
        0730 1930 again
        shifts 08 09 10 11 12
        1,000,000 forms
        £1,250,000 for a scanner and nothing for us
        £12.3m
        4 of 10 beds closed
        6 bedded bay
        one bed short every night
        bed 20 minutes late
        bay 4 nurses for 24 patients
        we need a room 2 days a week
        meeting room 3 is always locked
        seminar room 2 has no chairs
        the coffee room 1st floor
        Staff room 2
        ward 7 and ward 12 share one pump
        level 4, lift 2
        page 3 of the policy
        bleep 1234 is never answered
        ext 4321
        NHS Staff Survey 2025
        since 2019 nothing changed
        from April 2026 the new rota
        from 1 April 12 people start
        in March 2026 we lost three colleagues
        Agenda for Change band 7
        FY1 and FY2 doctors
        ST3 to ST8
        CT1s cover two sites
        ITU 1:1, HDU 1:2
        8a posts
        PEWS, NEWS2 above 5
        GCS 15, sats 94% on 2L
        BP 120/80
        100/60/20
        MRI 2 is down, CT 1 too
        mr scanner is down
        MS Teams does not load
        MS nurse specialist left
        we miss breaks
        Miss out the paperwork
        Dr on call never comes
        the drs rota
        dr rota is late
        Sister team
        the patient safety team
        Patient Flow Manager
        patient and staff numbers
        patients called us all night
        the patients are called too early
        hospital numbers are up
        the unit number is fine
        We use form MR12
        Datix takes 25 minutes
        the 2 am discharge round
        W1 2pm
        C4 2nd floor
        D5 1st bay on the left
        3rd time this month
        10 out of 10
        2 x 12.5 + 1 x 7.5
        37.5 hours, paid 30
        11.5, 12.5, 12.5, 7.5
        two registrars for 3 wards
        staffing 1:8 at night
        5/7 nights
        8/10/8 pattern
        Q4 2025/26
        2025-26 plan
        week 10, 2026
        COVID-19
        H1N1
        WHO checklist
        0.6 WTE
        1.0 wte band 6
        PO2 9.3
        K+ 5.9
        @ward we need help
        meet @ 5.30
        tea@3
        #hellomynameis
        nurses at nights
        look at the rota
        100% agree
        CHI square is not taught
        NHS 111
        NHS England
        bed manager
        bed and chair alarms
        the room is cold
        room for improvement
        room temperature 27
        no bay is staffed
        trolley waits
        trolley 10 hours in the corridor
        I was born to do this
        A1 service
        B12 levels
        T10 injury
        M25 traffic
        iPhone 12
        Windows 10 PCs
        PC 4 is broken
        Printer 07 is broken
        5 a.m.
        Dr Foster data
        Mr and Mrs culture
        we did 400 scans in 10 days
        12 admissions 14 discharges 3 deaths
        1st of the month
        I have said this 1000000 times
    """.strip().split("\n")
]
