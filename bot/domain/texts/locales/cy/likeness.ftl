### Geiriau’r pwnc hwn: yr hyn sydd o amgylch negeseuon a dynnir fel y mae sianel arall yn eu dangos.

likeness-locked = Ar ffôn wedi’i gloi: { $words }
likeness-your_words = Eich geiriau
likeness-send = Anfon
