"""Ordinary talk of wards, all invented, that the guard must leave alone."""

NAMES = (
    "Will Brown",
    "Grace Okafor",
    "Rose Young",
    "Hope Ndlovu",
    "Mark Park",
    "May Chen",
    "Oluwaseun Adeyemi",
    "Siobhan Kelly",
    "Priya Raman",
    "Tom Baker",
    "Ben King",
    "Li Wei",
    "Aleksandra Nowak",
    "José García",
    "Sarah Long",
    "Ahmed Hassan",
)
"""The people of the team in which it is said; many of their names are words, too."""

TALK = [
    line.strip()
    for line in """
        we never know who covers the late
        Room 4 is freezing
        room 12 has no window
        Bay 3 floods when it rains
        bay 2's curtains are torn
        Bed 12 has a broken brake
        bed 7 monitor is off the wall
        bed 3 needs a new mattress
        side room 2 toilet leaks
        trolley 6 wheels stick
        cubicle 4 call bell is broken
        dr rota is late
        dr never came to the huddle
        dr cover was short again
        dr bleeps are lost
        the drs said so
        nurse Managers must listen
        Nurse led clinics work
        the nurse In charge has no break
        consultant Ward rounds start late
        SN vacancies are up
        HCA Bank shifts go unfilled
        SHO Rota came late
        HCA and SN numbers are low
        registrar on call at two sites
        Consultant of the week is a good thing
        midwife to birth ratio
        porter Shortage again
        see the guidance at nhs.uk
        look at intranet.example
        O157 outbreak took two beds
        O2 2L and no humidifier
        QQ plots are hard
        the PAS 2000 upgrade
        mrn 12 is a form
        Lady in the corridor all night
        de-escalation training please
        doctor Shortage at weekends
        handover takes half an hour and starts late
        two call bells are broken on the corridor
        the pharmacy closes before our discharges are ready
        nobody tells us when a bed is blocked
        please fix the blood gas machine
        we ran out of cannulas twice this week
        the new rota came three days before it started
        study leave is always cancelled
        I would like one proper break on a long day
        agency staff do not know where things are
        the drug cupboard key goes missing every night
        more porters after 6 pm
        bank shifts go unfilled at weekends
        the printer on the desk jams 5 times a day
        we need a second hoist
        theatre lists change at 8 am with no warning
        I like the new huddle at 9:15
        board round is quicker since the change
        the lift was out for 11 days
        MDT on Thursday runs over by an hour
        bleeps do not work in the basement
        physio at weekends would help a lot
        discharge letters take 40 minutes each
        20 patients, 3 nurses, 1 HCA
        we moved 14 beds in one shift
        the ward clerk post is empty since September
        visitors come at all hours
        our fridge alarm goes off 10 times a night
        let us swap shifts online
        we lost 2 registrars and got none
        the wifi is too slow for the e-notes
        Windows 11 update broke the labels printer
        the BM machine needs new strips
        we wait 45 min for a bed clean
        corridor care is normal now
        nobody answers ext 5521
        bleep 2233 goes to the wrong team
        the crash trolley was short of a size 7 tube
        size 8 gloves are always gone
        sats probes keep breaking
        more chairs in the relatives room
        quiet room is used as a store
        the tea trolley stopped in 2023
        parking costs £9.50 a day
        we pay £120 a month to park
        no lockers for 30 people
        night staff get no hot food
        the canteen shuts at 14:00
        breaks of 20 minutes in 12 hours
        I did 4 nights and 1 day in a week
        we stayed 90 minutes late on Friday
        the last 3 Mondays were chaos
        Sunday cover is one doctor for 6 wards
        two FY1s for 80 patients
        the on call room has no lock
        the ST5 left and was not replaced
        consultants should come to the huddle
        consultant of the week works well
        matrons should see the night shift
        matron is visible now, thank you
        sister on nights is very supportive
        sister in charge has no time to lead
        nurse in charge carries 6 patients
        nurse to patient ratio of 1:10
        nurses do the cleaning after 8
        staff nurse posts are frozen
        the nurse call system is 20 years old
        registrar cover starts at 17:00
        doctors and nurses should round together
        Dr on the rota does not match who comes
        dr rota and nurse rota do not fit
        the drs mess is flooded
        Prof development days are cancelled
        we miss lunch most days
        miss the old system
        Miss our old ward manager, she listened
        Miss having a ward clerk
        Miss The coffee machine
        WE MISS BREAKS EVERY DAY
        MORE STAFF PLEASE
        Ms Teams is down again
        MS Teams meetings at 7 am do not suit nights
        MS Office licences ran out
        the ms specialist nurse is brilliant
        MR scanner was down for 3 days
        mr lists overrun
        MRI at 07:00 would help
        CT 2 is being replaced until 2027
        X-ray closes at 10
        bloods before 8:30 or they are late
        lab results take 4 h
        troponin at 0 and 3 hours
        NEWS of 5 or more should be reviewed in 30 min
        NHS 111 sends us everyone
        NHS 111 - too many referrals at weekends
        NHS 2024-25 planning guidance is not helpful
        NHS 2025/26 targets
        NHS 10 year plan means nothing here
        NHS Long Term Workforce Plan 2023
        NHS net is slow, NHS mail is slow
        NHS app 3 times crashed
        NHSE visit on 12 March was rushed
        CHI 2 test is not our job
        the chi square paper
        PAS 2000 is slow
        PAS 5 is no better
        PAS down for 6 hours
        MRN labels are misprinted
        MRN 3 labels per patient is too many
        EPR training of 2 hours is not enough
        EPR v 4.2.1 loses notes
        RiO is slow
        RiO 2 upgrade failed
        SystmOne and EMIS do not talk
        Datix 3 this week, no answer
        incident forms of 8 pages
        hospital number stickers run out
        hospital number 1 problem is staffing
        unit number one in the country for falls care
        patient number 5 of 5 was seen after midnight
        patient numbers doubled since 2019
        Patient name boards are old
        patient name bands fade
        patient name is missing on many wristbands
        name of the patient should be on the door sign
        patients named their nurse of the month
        the patient called for help for 20 minutes
        a patient called us angels
        patients are called in too early
        babies born in 12 hours: 9
        babies born in one night: 7
        she was born to lead
        born leaders are few
        I was born in this hospital
        DOB checks are skipped when busy
        date of birth on labels is too small
        bed 24/7 cover
        bed 5 minutes away from theatre
        beds 20 short
        6 beds closed, 4 staff off
        bed 3 times moved
        one bed in four is blocked
        bay of 6 with 1 nurse
        bay 6 patients to one nurse
        bay nursing works
        bay tagging helps with falls
        side room doors do not close
        side rooms 2 too few
        room 4 more staff
        room for 12 only
        seminar room 4 is double booked
        meeting room 12 is booked by managers
        training room 1 is cold
        changing room 2 has no lights
        treatment room 3 is a store
        trolley 6 hours wait is too long
        trolleys in the corridor by 11
        cubicle curtains are dirty
        ward 12 and ward 14 share one doctor
        Ward 8B is always short
        ward 4 helps us out
        levels 2 and 3 of critical care
        level 3 training
        band 2 to band 3 uplift is late
        band 6 posts since 2024
        8a and 8b roles are unclear
        grade 7 vacancies
        AfC 2025/26 pay
        pay award of 3.6%
        £1,000 for each nurse
        £2.50 for a coffee
        £100,000 for new chairs
        12,500 steps in a shift
        10,000 steps before lunch
        1,200 patients a month
        120 discharges, 118 admissions
        30/30 for kindness
        9/10 for teamwork
        10/10
        8/10 but tired
        3/5 doctors are locums
        4/12 placement was great
        6/52 wait for occupational health
        2/7 notice for a shift
        24/7 crisis line needed
        9-5 support only
        0730-2000 with one break
        0700 0730 handover
        08:00-20:30 shifts
        19.30 handover is unsafe
        12.5 hour shifts
        11.5 paid of 12.5
        37.5 h contracts
        22.5 h posts please
        0.8 WTE for a full job
        1.6 wte for two wards
        2.0 WTE gap
        Q1 and Q2 were fine, Q3 bad
        week 32 was the worst
        weeks 1 to 4 of the rota
        day 1 induction
        day 3 of no water
        1st and 3rd Tuesday
        2nd floor toilets
        3rd year students
        5th time I ask
        since 2021 nothing
        2022 to 2025 no rise
        2019-2024 the same bed base
        2024-2025 winter plan
        winter 2025/26
        spring 2026
        from 1 May the new rota
        until 31 March we are two short
        on 3 June the lift
        by 2030
        in 2026
        July changeover
        August was hard
        may we have a fan
        May and June are quiet
        march past the nurses station
        on Friday 13 staff were off
        1 in 5 shifts unfilled
        2 out of 3
        50% of staff are new
        100% behind the new lead
        5 ml syringes
        10 mg tablets
        500 ml bags
        2 L oxygen
        15 L masks
        4 mm needles
        70 kg limit on the hoist
        160 kg bed
        27 degrees on the ward
        18 C at night
        230 V sockets
        16 GB laptops
        PC 12 is dead
        printer 3 jams
        iPad 4 has no charger
        iPhone 15 for the manager, pager for us
        Windows 10 on all PCs
        Office 365 is down
        version 2.10.3
        form F12
        form MR4
        policy P7 section 4.2
        page 12 of 40
        chapter 3
        figure 2
        table 1
        A4 paper ran out
        A3 posters
        B12 deficiency
        T4 results
        C5 precautions
        L4 lift
        M6 was closed
        A38 traffic
        Covid-19 surge
        H5N1 drills
        ABG at 2 am
        ECG 12 lead stickers
        O2 ports
        K 3.2 called late
        INR clinic
        HbA1c tests
        CRP 5 days running
        Hb under 70
        GCS charts
        VTE forms
        DNACPR talks are rushed
        TTOs at 5 pm
        TTAs take all day
        PRN doses
        BD or TDS
        stat doses
        NBM since midnight
        MFFD 12 patients
        LOS is up by 2 days
        ED at 200%
        A&E 12 h waits
        SDEC shuts at 8
        AMU 1 and AMU 2
        ICU stepdown
        HDU 2 beds closed
        CCU cover
        SAU 6 chairs
        NICU parents
        SCBU cots 4 of 12
        EPAU opening hours
        CDU is noisy
        the union rep never comes
        freedom to speak up is hard
        I feel safe here
        I do not feel heard
        thank you for the ice lollies
        well done everybody
        great team, poor building
        good days and bad days
        brown envelopes are out of stock
        the white board is full
        black bags run out
        green bags too
        the long corridor is dark
        young doctors need mentors
        hope it gets better
        will it ever change?
        Will we get more staff?
        grace periods for late starts
        a rose on the desk made my day
        the old park is closed
        the park and ride is full
        the bishop's gate entrance is locked
        ask the king's fund
        new baker in the canteen, good bread
        our cook left
        price of parking
        the rice is cold
        short notice changes
        little things matter
        no doctor Monday night
        we need a consultant Saturday and Sunday
        one nurse ITU, two HDU
        only one nurse AM shift
        doctor DNACPR discussions are late
        nurse COVID swabs
        SHO Nights are hard
        the consultant Anaesthetist helps
        no porter After 5pm
        dr nobody came
        the dr finally came
        dr often comes late
    """.strip().split("\n")
]
