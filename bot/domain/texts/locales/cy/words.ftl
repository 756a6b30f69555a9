### Geiriau’r pwnc hwn: yr hyn a ddywedir pan fydd rhywun yn teipio, ac nid yw’n glir ar gyfer beth.

words-without_prompt = Ni allaf ddweud ar gyfer beth mae hyn, felly ni chafodd dim ei anfon na’i gadw. Atebwch y neges a ofynnodd amdano, os gwelwch yn dda.
words-not_asked_here = Ni ellir ysgrifennu dim mwy at y neges honno, felly ni chafodd dim ei anfon na’i gadw.
words-given_back = Dyma beth ysgrifennoch chi:
words-cancelled = Wedi’i ganslo. Ni chafodd dim ei anfon na’i gadw.
words-nothing_to_cancel = Nid oedd dim yn aros am eich geiriau.
words-asked_back = { $messages ->
        [zero] A yw’r { $messages } neges hyn ar gyfer { $about }?
        [one] A yw hyn ar gyfer { $about }?
        [two] A yw’r { $messages } neges hyn ar gyfer { $about }?
        [few] A yw’r { $messages } neges hyn ar gyfer { $about }?
        [many] A yw’r { $messages } neges hyn ar gyfer { $about }?
       *[other] A yw’r { $messages } neges hyn ar gyfer { $about }?
    }
words-your_answer = y cwestiwn i { $unit }, fel eich ateb
words-button-yes = Ydy
words-button-no = Nac ydy
words-placed = Iawn. Mae eich geiriau’n mynd yno.
words-change_noted = Mae eich newid wedi’i nodi. Mae angen i mi wybod o hyd ar gyfer beth mae eich geiriau.
words-change_not_kept = Nid yw’r neges honno’n cael ei chadw yma mwyach, neu ni fu erioed. Ni chafodd eich newid ei gadw.
words-nobody_asked = Ni ofynnodd neb am y geiriau hyn, felly ni chawsant eu cadw, ac nid oes neb yn eu darllen. Mae Rounds yn derbyn geiriau fel ateb i gwestiwn sy’n gofyn amdanynt.
words-none = Dim ond geiriau y mae Rounds yn eu derbyn. Ni chafodd yr hyn a anfonoch ei gadw, ac nid oes neb yn ei weld yma. Os oedd geiriau gydag ef, anfonwch nhw ar eu pen eu hunain.
words-at_risk = Os oes rhywun mewn perygl, defnyddiwch system ddigwyddiadau eich ysbyty. Nid oes neb yn darllen hwn ar unwaith.
words-contact = Os nad yw Rounds ei hun yn gweithio: { $name }, { $address }.
words-help =
    { $command ->
        [menu] I weld beth allwch chi ei wneud, agorwch y ddewislen.
       *[typed] I weld beth allwch chi ei wneud, anfonwch “{ $command }”.
    }
words-let_go = Iawn. Ni chafodd dim ei anfon na’i gadw.
words-not_held = Nid yw eich geiriau’n cael eu cadw mwyach, felly ni chafodd dim ei anfon na’i gadw. Atebwch y neges a ofynnodd amdanynt, os gwelwch yn dda.
