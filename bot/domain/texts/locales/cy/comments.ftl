### Geiriau’r pwnc hwn: sylwadau. Yr hyn a ysgrifennodd pobl tîm mewn bloc, a’r hyn y mae eu harweinwyr yn ei ddweud wrtho.

comments-heading = { $unit }: yr hyn a ysgrifennodd pobl, hyd at { $date }
comments-asked = Gofynnwyd: “{ $question }”
comments-number = Sylw { $number }
comments-answer = Ateb yr { $role }
comments-note = Mae o leiaf ddeg o bobl wedi ysgrifennu. Mae’r geiriau hyn mewn trefn ar hap, heb enwau na dyddiadau. Peidiwch â gofyn pwy ysgrifennodd beth, os gwelwch yn dda.
comments-button-answer = Ateb sylw { $number }
comments-way-before = Rhai cynharach
comments-way-after = Mwy
comments-none = { $unit }: nid yw’r geiriau hyn yn cael eu cadw mwyach.
comments-not_for_you = { $unit }: mae’r geiriau hyn ar gyfer y rhai a oedd yn y tîm pan gawsant eu dangos.
comments-ask = Rydych yn ateb y sylw hwn. Bydd y tîm cyfan yn darllen eich geiriau oddi tano, gyda’ch rôl.
