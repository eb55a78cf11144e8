"""The words of purchasing in eight languages, each under what it means. Flat spelling; `approv*` is any ending."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.domain.spelling import corrected, word_set
from bot.services.questions.requests import ENGLISH, OTHERS

MEANINGS: Mapping[str, str] = {
    "order": """
        order, orders, ordered, po, pos, purchase order, purchase orders, purchase, purchases, rfq, rfqs, purchasing
        bestellung, bestellungen, auftrag, auftrage, bestellt, bestellten, anfragen, einkauf
        commande, commandes, commande*, achat, achats, pedido, pedidos, pedid*, compra, compras, orden de compra
        ordenes
        ordine, ordini, ordinat*, acquist*, bestelling, bestellingen, besteld, inkooporder*, zamowieni*
        zamowien, zamowil*
        encomenda, encomendas""",
    "plural": """
        orders, pos, rfqs, purchases, purchase orders, bestellungen, auftrage, anfragen, commandes, pedidos
        ordenes, ordini
        bestellingen, inkooporders, zamowienia, zamowien, everything, all, stuff, things, ones, alle, tous
        toutes, todos
        todas, tutti, tutte, wszystkie, which orders, ordered, we order, encomendas""",
    "list": """
        list, show, all, any, which, every, give me, how many, display, find, overview, count, everything, see
        search, lookup
        liste, zeig, zeige, welche, alle, alles, wie viele, gib mir, ubersicht, montre, montrez, affiche
        affichez, quelles
        quels, toutes les, tous les, combien de, donne moi, muestra, muestrame, cuales, que pedidos, todos los
        todas las
        cuantos, cuantas, lista, dame, mostra, mostrami, quali, tutti gli, tutte le, quanti, elenco, toon, welke
        hoeveel
        geef me, lijst, laat zien, pokaz, lista, jakie, ktore, ile, wszystkie, mostre, quais""",
    "status": """
        status, state, update, updates, where is, where s, where are, wheres, whats up with, what s up with
        going, getting on, coming along, doing, news
        progress, happening, happened, stand, standing, tell me about, info, information, about, how is, how s, hows
        what s the story, situation, look up, lookup, any word on, latest on, track, tracking, where, details
        detail, up to
        wo ist, wo bleibt, wo sind, stand, wie steht, was ist mit, neues, neuigkeiten, sachstand, wie lauft, infos
        ou est, ou en est, ou en sont, etat, statut, nouvelles, quoi de neuf, estado, donde esta, como va, que pasa con
        novedades, situacion, stato, dov e, dove, a che punto, novita, come va, situazione, waar is, waar blijft
        hoe staat
        stand van zaken, nieuws, gdzie jest, gdzie, jaki jest, stan, co z, co slychac, onde esta, situacao
        estado da""",
    "late": """
        late, later than, overdue, delayed, delay, delays, behind, behind schedule, slipping, slipped, past due, missed
        tardy, lateness, not on time, stuck, running late, should have arrived, should have been here, should already
        verspat*, uberfallig*, zu spat, spat, verzug, verzogert*, ruckstandig*, im ruckstand
        retard, retards, en retard, retarde*, tard, retrasad*, retraso, retrasos, tarde, atrasad*, vencid*, demorad*
        ritardo, ritardi, in ritardo, tardi, scadut*, te laat, laat, vertraagd*, vertraging*, achterstallig*, over tijd
        spoznion*, opoznion*, opoznien*, spoznien*, po terminie, zalegl*, atraso""",
    "arrive": """
        arrive, arrives, arriving, arrival, arrivals, arrived, come, comes, coming, came, deliver, delivers, delivered
        delivery, deliveries, delivering, eta, etas, due, expected, expect, expecting, incoming, inbound
        get here, land, lands
        landing, landed, turn up, turns up, show up, shows up, promised, scheduled, reach us, do we get
        will we get, we get
        get the, get our, receiving, delivery date, on the way, expected date, here, inbound shipments, for the dock
        in transit, when will we have, when can we expect, be here, kam, kamen, gekommen, reingekommen, kwam, kwamen
        gekomen, vino, vinieron, venuto, venuti, venu, venus, przyszlo
        kommt, kommen, ankunft, ankommt, ankommen, an kommen, angekommen, lieferung, lieferungen, lieferdatum
        liefertermin*
        liefert, geliefert, liefern, fallig*, erwartet, erwarten, erwartete, eintreff*, trifft, treffen, da
        wareneingang*
        arrive, arrivent, arriver, arrivera, arriveront, arrivage*, arrivee, livraison*, livre, livree, livres
        livrees, livrer
        attendu*, prevu*, recevons, recevrons, vient, llega, llegan, llegada, llegadas, llegado, llegar, llegara
        llegaran
        entrega, entregas, entregado, entregan, recibimos, previst*, esperad*, viene, vienen, entreg*
        arriva, arrivano, arrivo, arrivi, arrivat*, arrivera, arriveranno, consegn*, attes*, previst*
        komt, komen, binnenkomt, aankomst, aankomt, levering, leveringen, leverdatum, levertijd, leveren
        geleverd, verwacht*
        aankomen, binnen, przyjd*, przychodz*, dotrz*, dostaw*, dostarcz*, nadejd*, przyjedzie, przyjdzie
        termin, dojdzie
        dotar*, chega, chegam, chegou""",
    "when": """
        when, what time, what date, how soon, how long until, wann, quand, cuando, quando, wanneer, kiedy
        which day, what day
        by when, welchem tag, quel jour, que dia, che giorno, do kiedy""",
    "did": """
        did, has, have, had, already, yet, was, were, been, ist, sind, schon, bereits, wurde, wurden, hat, haben
        deja, est
        sont, a t il, a t elle, avons nous, ont, ha, han, hemos, ya, e, gia, abbiamo, sono, is, zijn, al, hebben
        reeds, czy
        juz, zostalo, jest, foi, ja, so far""",
    "received": """
        received, complete, completed, receipt, receipts, receive, recieved, arrived, landed, booked in
        in house, goods in, came in
        come in, got
        delivered, fully received, partially received, grn, get everything, goods receipt, put away, unloaded
        signed for, kam, kamen, gekommen, reingekommen, kwam, kwamen, gekomen, vino, vinieron, venuto, venuti
        venu, venus
        eingegangen, eingang, wareneingang*, angekommen, erhalten, geliefert, bekommen, da, eingetroffen
        recu, recue, recus, recues, reception, receptions, arrive, arrivee, livre, livree, livres, receptionne*
        recibid*, recepcion*, llegado, llegaron, llego, entregado, ricevut*, ricezion*, arrivat*, consegnat*
        ontvangen, ontvangst*, binnen, binnengekomen, geleverd, aangekomen, otrzyma*, odebra*, przyjet*
        przyjec*, dotar*
        przyszl*, dostarczon*, recebid*, chegou""",
    "missing": """
        missing, outstanding, still open, remaining, remains, left to receive, backorder, backordered
        back order, backorders
        back ordered, short, incomplete, hasn t arrived, hasnt arrived, not arrived, haven t received
        not received, still due
        still to come, not come, yet to come, yet to arrive, open quantity, open quantities, undelivered, not delivered
        still owe us, owe us, owes us, still waiting for from, not here, not yet here, not been received
        not been delivered
        still expecting from, hasn t come, haven t got, didn t arrive, didn t come, has not arrived, have not arrived
        fehlt, fehlen, fehlend*, noch nicht da, nicht angekommen, noch offen, steht noch aus, ausstehend*
        aussteht, offen
        restmenge, nicht geliefert, manque, manquant*, pas arrive, pas recu, reste a livrer, reste a recevoir
        pas encore arrive
        falta, faltan, pendiente de recib*, no ha llegado, no han llegado, por llegar, manca, mancano, mancant*
        non e arrivat*, non arrivat*, ontbre*, nog niet binnen, niet geleverd, niet binnen, brakuj*, nie dotarl*
        nie przyszl*
        brak, falta chegar""",
    "bill": """
        bill, bills, billed, billing, invoice, invoices, invoiced, invoicing, unbilled, uninvoiced, credit note
        credit notes
        accounts payable, payable, payables, vendor bill, vendor bills
        rechnung, rechnungen, berechnet, abgerechnet, fakturiert, verrechnet, facture, factures, facturee, facturees
        factur*, factura, facturas, facturado, facturada, facturados, fattur*, fattura, fatture, factuur, facturen
        gefactureerd, faktur*, faktura, faktury, zafakturowan*, fatura*""",
    "pay": """
        paid, pay, payment, payments, unpaid, owe, owing, due for payment, bezahlt, zahlen, zahlung, zahlungen
        unbezahlt*
        paye, payee, payes, payees, payer, paiement*, impaye*, pagad*, pagar, pago, pagos, impagad*, pagat*, pagamento
        pagamenti, betaald, betalen, betaling*, onbetaald*, zaplac*, platn*, oplac*, niezaplac*, pago
        debemos, dobbiamo""",
    "unpaid": """
        unpaid, not paid, open bill*, open invoice*, outstanding bill*, outstanding invoice*, owe, unsettled
        to pay, still to pay
        need to pay, haven t paid, not been paid, bills due, invoices due, bills open, invoices open, overdue bill*
        overdue invoice*, due for payment, payable, payables, pending bill*, pending invoice*, past due bill*
        past due invoice*, late bill*, late invoice*, bills are open, invoices are open, bills outstanding
        invoices outstanding
        unbezahlt*, offene rechnung*, offenen rechnung*, nicht bezahlt, noch zu zahlen, uberfallige rechnung*
        rechnungen offen, rechnungen sind offen, factures impayees, facture impayee, impaye*, factures ouvertes, a payer
        non payee*, pas payee*, pas encore payee*, en attente de paiement, facturas pendientes
        facturas abiertas, impagad*
        sin pagar, por pagar, no pagad*, facturas impagadas, fatture aperte, non pagat*, da pagare, fatture insolute
        fatture scadute, openstaande factu*, open factu*, onbetaald*, niet betaald, te betalen, niezaplac*, nieoplac*
        otwarte faktury, do zaplaty, debemos""",
    "unbilled": """
        unbilled, uninvoiced, not billed, not invoiced, to be billed, to be invoiced, to bill, to invoice
        without invoice
        without bill, without an invoice, without a bill, no invoice, no bill, missing invoice*, missing bill*
        awaiting invoice, awaiting bill, waiting for invoice*, waiting for a bill, waiting for the invoice
        not yet billed
        not yet invoiced, still to be billed, haven t been billed, haven t been invoiced, hasn t been billed
        hasn t been invoiced, not been billed, not been invoiced, bill missing, invoice missing, lack a bill
        lack an invoice
        nicht berechnet, ohne rechnung, noch nicht berechnet, nicht fakturiert, noch nicht fakturiert, nicht abgerechnet
        noch nicht abgerechnet, rechnung fehlt, pas facture*, non facture*, sans facture, pas encore facture*
        a facturer
        sin facturar, no facturad*, sin factura, por facturar, pendientes de factur*, non fatturat*, senza fattura
        da fatturare, non ancora fatturat*, niet gefactureerd, zonder factuur, nog niet gefactureerd, te factureren
        niezafakturowan*, bez faktury, do zafakturowania""",
    "approval": """
        approval, approvals, approved, approves, approver, approvers, approve, approving, unapproved, sign off
        signed off
        sign, signs, signed, signature, signatures, sign offs, authorise, authorised, authorisation, authorize
        authorized
        authorization, on my desk, whose desk, green light, okayed, my queue, approval queue, waiting for me
        waiting on me
        need my, needs my, needs my ok, pending with me, in my inbox, sitting with, stuck with, to sign, blocking
        genehmig*, freigabe, freigaben, freigegeben, freigeben, freigibt, freizugeben, gibt frei, gebilligt, unterschr*
        abzeichn*, zustimmung, approbation*, approuv*, validation*, valider, valide, validee, validees, signer
        signature
        aprob*, autoriz*, firma, firmar, approvazion*, approvat*, approvare, approva, autorizzat*
        autorizzazion*, firmare
        mon accord, votre accord, leur accord, pour accord, feu vert, grunes licht, visto bueno, luz verde, benestare
        nulla osta, groen licht, zgody, zgoda
        goedkeur*, goedgekeurd, goed te keuren, akkoord, tekenen, ondertekenen, zatwierdz*, akceptac*, zaakcept*
        podpis*, akcept*, aprova*""",
    "waiting": """
        waiting, waits, wait, pending, awaiting, await, awaits, need, needs, queue, outstanding, open, left
        stuck, still has
        has to, have to, must, to approve, wartet, warten, wartend*, offen, offene, ausstehend*, muss, attend, attendent
        attente, en attente, doit, doivent, pendiente, pendientes, espera, esperan, debe, attesa, in attesa, attende
        attendono, deve, wacht, wachten, moet, moeten, openstaand*, czeka, czekaj*, oczekuj*, musi, pendente
        aguarda""",
    "confirm": """
        confirm, confirmed, confirms, confirmation, confirmations, confirming, acknowledge, acknowledged
        acknowledgement
        acknowledgment, ack, accepted, accept, acceptance, order confirmation, order ack, unconfirmed, unacknowledged
        bestatig*, auftragsbestatig*, angenommen, ab da, unbestatigt*, confirme*, confirmation*, accuse, acepta*
        confirma*
        accepte*, confermat*, conferma, conferme, confermato, accettat*, bevestig*, orderbevestig*, onbevestigd*
        potwierdz*, niepotwierdz*, potwierdzen*""",
    "unconfirmed": """
        unconfirmed, unacknowledged, not confirmed, not acknowledged, not yet confirmed, not yet acknowledged
        no confirmation
        without confirmation, hasn t confirmed, haven t confirmed, has not confirmed, have not confirmed, didn t confirm
        not been confirmed, not been acknowledged, hasn t been confirmed, haven t been confirmed, aren t confirmed
        isn t confirmed, hasn t acknowledged, haven t acknowledged, have not acknowledged, has not acknowledged
        yet to confirm, still to confirm, awaiting confirmation, waiting for confirmation, missing confirmation*
        still unconfirmed, lack confirmation, without an order confirmation, no order confirmation, missing an ack
        without acknowledg*, no acknowledg*, never confirmed, pending confirmation, not accepted
        waiting on confirmation
        unbestatigt*, nicht bestatigt*, noch nicht bestatigt*, ohne bestatigung, ohne auftragsbestatigung
        keine bestatigung
        fehlende bestatigung*, bestatigung fehlt, fehlt die bestatigung, auftragsbestatigung fehlt
        pas confirme*, non confirme*, sans confirmation, pas encore confirme*, sin confirmar, no confirmad*
        sin confirmacion, no han confirmado, no ha confirmado, pendientes de confirm*, non confermat*, senza conferma
        non ancora confermat*, non ha confermato, niet bevestigd*, nog niet bevestigd*, onbevestigd*, zonder bevestiging
        niepotwierdz*, nie potwierdz*, bez potwierdzen*, nao confirmad*""",
    "price": """
        price, prices, pricing, priced, cost, costs, pay for, paid for, pay per, price history, price trend
        price development
        unit price, quoted price, expensive, cheap, cheaper, cheapest, how much is, how much are, how much does
        how much do
        how much did, last price, charge, charges, charged, preis, preise, preisentwicklung, kostet, kosten
        gekostet, gezahlt fur
        bezahlt fur, einkaufspreis*, preisverlauf, prix, cout, coute, coutent, couts, tarif, tarifs, paye pour
        precio, precios
        cuesta, cuestan, costo, pagamos por, pagado por, prezzo, prezzi, costa, costano, pagato per, prijs
        prijzen, kost
        kostte, prijsverloop, prijsontwikkeling, betaald voor, cena, ceny, cene, kosztuj*, koszt, preco, precos""",
    "spend": """
        spend, spent, spending, spends, expenditure, expenses, turnover, purchase volume, purchasing volume
        buying volume
        volume, total value of orders, value of orders, order value, total value, how much did we buy
        how much have we bought, total purchases, purchase value, how much have we ordered
        how much did we order, how much money, bought for, total spend, amount bought, total bought, how much business
        how much went, business with, money
        ausgegeben, ausgaben, umsatz, einkaufsvolumen, volumen, bestellwert, bestellvolumen, eingekauft
        wie viel haben wir
        depense, depenses, depense*, depensons, volume d achat, combien avons nous, chiffre d affaires
        achete pour, gast*
        gastado, gasto, gastos, gastamos, cuanto hemos, cuanto llevamos, volumen de compra*, facturacion, speso
        spesa, spese
        spendiamo, abbiamo speso, volume di acquist*, quanto abbiamo, uitgegeven, uitgaven, besteed, inkoopvolume, omzet
        hoeveel hebben we, wydal*, wydat*, wydaj*, obrot*, gastou, gastamos""",
    "contents": """
        content, contents, line, lines, line items, items, item, quantity, quantities, qty, what s in
        what is in, whats in
        what s on, what is on, whats on, inside, included, includes, include, contain, contains, products on
        products in
        how many, total, total of, amount, value, how much is, how big, what did we order, what was ordered, breakdown
        comprise, comprises, worth, what products, which products, articles, goods on, what are we buying, unit price
        per unit, price, prices, cost, costs, inhalt, positionen, position, was ist in, was ist drin, drin
        was steht, artikel
        menge, mengen, summe, betrag, wie viele, wert, enthalt, was haben wir bestellt, preis, was wurde bestellt
        contenu, contient, lignes, ligne, articles, quantite*, montant, qu y a t il dans, combien, prix
        contenido, contiene
        lineas, linea, articulos, cantidad*, importe, cuantos, que hay en, precio, que lleva, que incluye, contenuto
        righe, riga, articoli, quantita, importo, totale, cosa c e, quanti, prezzo, inhoud, regels, regel, artikelen
        aantal, aantallen, bedrag, totaal, wat zit er in, wat staat er, hoeveel, prijs, zawartosc, zawiera, pozycj*
        ilosc, ilosci, kwota, wartosc, co jest w, cena, conteudo, contem""",
    "contact": """
        contact, contacts, contact person, phone, telephone, phone number, tel, mobile, email address, e mail address
        mail address, email of, e mail of, email for, mail of, emails of our, address, addresses, rep, representative
        salesperson, account manager, payment terms, payment term, terms, vat, tax id, lead time, lead times
        minimum order
        min order, moq, website, who sells, who supplies, who can supply, who delivers the, who makes, supplier of
        supplier for, suppliers for, suppliers of, vendor of, vendor for, vendors for, vendors of, vendor details
        supplier details, reach, call, bank details, iban, currency, incoterm*, who is our, number of our, number for
        which vendor sells, which supplier sells, where do we buy, where can we buy, who do we buy, who do i call
        get hold of, person to talk to, talk to at, who do i talk
        ansprechpartner*, kontakt, kontakte, kontaktdaten, telefon*, telefonnummer, adresse, email adresse, mail adresse
        e mail adresse, zahlungsbedingung*, zahlungsziel, lieferzeit*, wer liefert, wer verkauft, lieferant fur
        interlocuteur, telephone, coordonnees, numero de, adresse mail, conditions de paiement
        delai de livraison, qui vend
        fournisseur de, qui fournit, contacto, telefono, direccion, correo de, correo electronico de
        condiciones de pago
        plazo de entrega, quien vende, proveedor de, contatto, contatti, recapito, indirizzo, telefono, referente
        condizioni di pagamento, tempi di consegna, chi vende, fornitore di, contactpersoon, telefoonnummer, mailadres
        e mailadres, adres, betalingsvoorwaarden, betaaltermijn, levertijd, wie levert, wie verkoopt, telefon, adres
        osoba kontaktowa, warunki platnosci, czas dostawy, numer do, kto dostarcza, kto sprzedaje, contacto
        telefone""",
    "performance": """
        performance, perform, performs, performing, reliable, reliability, reliably, on time rate, on time, otif
        punctual
        punctuality, rating, ratings, score, scorecard, rank, ranking, best vendor*, best supplier*, worst vendor*
        worst supplier*, worst, most often, how often, usually, always late, always, tends to, average lead time
        actual lead time, average delivery time, track record, trust, kpi, kpis, compare, better, service level, otd
        delivery performance, good supplier, good vendor, how good, how bad, mostly, regularly, frequently
        most reliable
        least reliable, repeat offender*, dependable, consistently
        zuverlass*, termintreue, punktlich*, leistung, bewertung, liefertreue, am haufigsten, wie oft, meistens, ofter
        haufig, fiable, fiabilite, ponctuel*, ponctualite, performan*, note, le plus souvent, souvent, fiabilidad
        puntual*, rendimiento, desempeno, mas a menudo, cumplimiento, affidabil*, puntual*, prestazion*
        piu spesso, spesso
        rendimento, betrouwba*, prestatie*, stipt*, op tijd, vaakst, meestal, niezawodn*, terminow*, wydajnosc
        najczesciej
        wiarygodn*, ocena dostaw*, confiavel, pontual*""",
    "vendor": """
        vendor, vendors, supplier, suppliers, seller, sellers, lieferant, lieferanten, fournisseur, fournisseurs
        proveedor
        proveedores, fornitore, fornitori, leverancier, leveranciers, dostawca, dostawcy, dostawcow
        dostawce, fornecedor*""",
    "who": """
        who, whose, whom, which vendor*, which supplier*, wer, wessen, wem, welcher lieferant*, welche lieferant*, qui
        quel fournisseur, quels fournisseurs, quien, quienes, que proveedor*, chi, quale fornitore, quali fornitori, wie
        welke leverancier*, kto, ktory dostawca, ktorzy dostawcy, kogo, czyj*, quem""",
    "mail": """
        mail, mails, email, emails, e mail, e mails, message, messages, reply, replied, replies, wrote
        write back, written
        write, writes, respond, responded, response, answered, correspondence, inbox, communication, letter, letters
        notification, notifications, thread, what does s say, said, say, says, get back to us, got back, told us
        heard from
        hear from, heard back, hear back, heard anything, hear anything
        nachricht, nachrichten, geschrieben, schreibt, geantwortet, antwort, antworten, gemeldet, schreiben
        postfach, mitgeteilt
        courriel*, message, messages, ecrit, repondu, reponse*, dit, correo, correos, mensaje*, escrito, escribio
        respondido, respuesta*, contestado, dice, messagg*, scritto, risposto, risposta, risposte, posta
        bericht, berichten
        mailtje*, geschreven, geantwoord, gemaild, wiadomos*, maile, maila, napisal*, odpisal*, odpowied*, mensag*""",
    "reported": """
        reported, report, reports, announced, announce, announcement*, mentioned, flagged, notified, notices, notice
        came in, received by mail, new, any new, told us, warned, sent us, claims, raised, complained, gemeldet
        angekundigt
        mitgeteilt, signale*, annonce*, comunicad*, anunciad*, avisad*, segnalat*, annunciat*, gemeld, aangekondigd
        zglosz*, ogloszon*, zapowiedzian*""",
    "digest": """
        summary, summarise, summarize, summarised, sum up, recap, gist, digest, zusammenfassung, fasse, resume, resumen
        riassunto, riassumi, samenvatting, podsumowanie, resumo""",
    "ship": """
        ship, ships, shipped, shipping, dispatch, dispatched, sent out, left the, gone out, on its way, left their
        leave, versandt, versendet, verschickt, verschifft, unterwegs, abgeschickt, expedie*, envoye*, parti, enviad*
        despachad*, spedit*, partit*, verzonden, verstuurd, onderweg, wyslan*, nadan*""",
    "draft": """
        draft, drafts, rfq, rfqs, quotation, quotations, request for quotation, requests for quotation, entwurf
        entwurfe
        angebotsanfrage*, preisanfrage*, brouillon*, demande de prix, demandes de prix, borrador*, solicitud*
        bozza, bozze
        richiest*, concept, concepten, offerteaanvra*, szkic*, robocz*, zapytan*""",
    "open": """
        open, outstanding, ongoing, active, not closed, unfinished, in progress, not done, current
        still running, running
        undelivered, offen, offene, offenen, laufend*, ouverte*, ouverts, en cours, abiert*, pendiente*
        en curso, apert*
        in corso, openstaand*, lopend*, otwart*, biezac*, abert*""",
    "cancelled": """
        cancelled, canceled, cancellation, cancellations, storniert*, stornierung*, annulee*, annules, cancelad*
        annullat*
        geannuleerd*, anulowan*, rejected, abgelehnt*, refuse, refusee*""",
    "sent": "sent rfqs, sent quotations, rfqs sent, rfq sent, sent to vendor*, sent to supplier*, been sent",
    "supplied": "confirmed orders, confirmed pos, confirmed purchase orders, confirmed rfqs, bestatigte bestellung*",
    "late most": ("late most, late often, late the most, late deliveries by, most late, most delays, most overdue, "
        "most delayed"),
    "holds": """
        hold up, holds up, holding up, held up, hold us up, block, blocks, blocked, impact, impacts, affected, affects
        at risk, risk, risks, sales orders wait*, sales orders are waiting, sales orders depend*
        sales orders affected, sales orders waiting, customers waiting, waiting customers, customer orders
        gefahrdet
        blockiert, risque, riesgo, rischio, risico, ryzyk*""",
    "replenish": """
        replenish, replenishment, reorder, below minimum, under minimum, below min, reordering, restock, restocking
        run out, running out, running low, low on stock, low stock, out of stock, reorder point*, reorder rule*
        minimum stock, need to buy, have to buy, must buy, need to reorder, should we order, should i order
        what to order
        nachbestell*, mindestbestand, meldebestand, unter minimum, nachschub, reapprovision*, reapro, stock minimum
        sous le minimum, reponer, reposicion, bajo minimos, stock minimo, riordin*, scorta minima, sotto scorta
        bijbestellen, minimumvoorraad, aanvull*, uzupeln*, ponizej minimum, minimaln*""",
    "mine": """
        my, mine, i, me, meine, meinen, meiner, mein, mir, ich, mes, mon, ma, moi, je, mis, mi, yo, mie, miei
        mio, mia, io
        mijn, ik, mij, moje, moich, mnie, moj, meus, minhas""",
    "pronoun": """
        it, that, this, this one, that one, they, them, their, those, these, its, the order, that order, this order
        the po, that po
        this po, my order, our order, es, das, die bestellung, sie, ihn, ihm, diese bestellung, il, elle, ca
        cela, la commande
        cette commande, lo, el pedido, ese, eso, este pedido, esso, l ordine, quest ordine, questo ordine, het, dat, die
        de bestelling, deze bestelling, to, ono, to zamowienie, ele, isso, he, she, same""",
    "not": ("not, no, without, never, n t, nicht, kein, keine, keinen, ohne, pas, non, sans, no, sin, senza, "
        "niet, geen, nie, bez"),
    "nobody": """
        nobody, no one, noone, no vendor*, no supplier*, niemand, keiner, kein lieferant, personne, aucun fournisseur
        nadie, ninguno, ningun proveedor, nessuno, nessun fornitore, geen leverancier, nikt, zaden dostawca, ninguem""",
    "buyer": """
        buyer, buyers, purchaser, who ordered, who placed, who bought, who requested, requested by, ordered by
        placed by, requester, responsible for, in charge of, einkaufer*, besteller, wer hat bestellt, zustandig*
        acheteu*, qui a commande, responsable de, comprador*, quien pidio, quien encargo, quien compro, acquirente
        compratore, chi ha ordinato, inkoper*, wie heeft besteld, kupujac*, kupiec, kto zamowil""",
    "grouped": """
        category, categories, product group*, product categor*, warengruppe*, produktgruppe*, kategorie*, categorie*
        categoria*, productgroep*, kategoria, kategorii""",
    "top": ("top, biggest, largest, highest, first, last, latest, newest, most recent, groesste, grosste, "
        "recent, letzten"),
}  # fmt: skip

MAIL_CLASSES: Mapping[str, str] = {
    "partial_shortage": """
        shortage, shortages, short shipment*, short deliver*, partial deliver*, partial shipment*, short shipped
        under deliver*
        unterlieferung*, fehlmenge*, teillieferung*, engpass*, rupture*, penurie*, livraison* partielle*
        faltante*, escasez
        carenz*, mancanz*, consegn* parzial*, tekort*, deellevering*, niedobor*, brak*""",
    "price_change": """
        price change*, price increase*, price rise*, price hike*, surcharge*, price adjust*, price list*
        price update*, new price*
        price cut*, raised price*, raise* prices, preiserhohung*, preisanderung*, teuerungszuschlag*
        augmentation* de prix
        hausse* de prix, hausses de tarif*, subida* de precio*, aumento* de precio*, aumento* di prezzo, aument* prezz*
        prijsverhoging*, prijswijziging*, podwyzk*""",
    "cancellation": """
        cancellation, cancellations, cancelled by*, discontinu*, stornierung*, absage*, annulation*, cancelacion*
        annullament*, annulering*, anulowan*""",
    "quality_claim": """
        claim, claims, complaint, complaints, quality, defect, defects, defective, recall, recalls, rma, rmas
        8d, damaged
        reklamation*, mangel, ruckruf*, reclamation*, defaut*, rappel*, reclamaci*, defecto*, calidad, reclam*, difett*
        richiam*, qualita, klacht*, reklamacj*, wad*""",
    "order_confirmation": """
        order confirmation*, confirmations, acknowledgement*, auftragsbestatigung*
        confirmations de commande""",
    "shipment": """
        shipping notice*, shipment notice*, dispatch note*, shipment*, asn, asns, tracking number*, tracking
        delivery note*
        versandanzeige*, versandmeldung*, lieferavis*, lieferschein*, avis d expedition, expedition*, albaran*
        spedizion*
        verzendbericht*, pakbon*, wysylk*""",
    "invoice_payment": ("invoice*, bills, payment reminder*, reminder*, statement*, dunning*, mahnung*, rappel* de "
        "paiement, recordatorio*, sollecit*"),
    "document": """
        certificate*, certs, data sheet*, datasheet*, document*, drawing*, declaration*, contract*, zertifikat*
        datenblatt*
        certificat*, fiche* technique*, certificad*, scheda*, certificaat*, certificaten, certyfikat*""",
    "quote": ("quote, quotes, offer, offers, quotation*, angebot*, devis, offre*, oferta*, cotizacion*, "
        "offert*, preventiv*, ofert*"),
    "question": "supplier question*, questions, fragen, preguntas, domande, vragen, pytania",
    "spam_phishing": "spam, phishing, scam*, fraud, suspicious",
    "delay": """
        delay, delays, delayed, postponement*, slippage*, verspatung*, lieferverzug*, verzogerung*, retard
        retards, retraso*
        ritardo, ritardi, vertraging*, opoznien*""",
}  # fmt: skip

SMALLTALK = """
    hi, hello, hey, hiya, howdy, yo, good morning, good afternoon, good evening, good day, good night, morning
    afternoon
    evening, thanks, thank you, thx, ty, cheers, ta, much appreciated, appreciate it, appreciated, great, nice, cool
    awesome, perfect, ok, okay, k, kk, got it, good, good job, well done, nice work, nice one, brilliant, super
    wonderful, lovely, bye
    goodbye, see you, see ya, later, how are you, how are you doing, how s it going, how is it going, hows it going
    what s up, whats up, sup, lol, haha, hahaha, you re great, you are great, you rock, you re the best
    you are the best
    love you, good bot, bad bot, sorry, no worries, never mind, nevermind, happy friday, have a nice day
    have a good one
    have a nice weekend, have a good weekend, are you there, you there, are you a bot, are you human, are you real
    are you a robot, who made you, test, testing, ping, welcome, congrats, there, bot, again, so much, a lot
    very much, all
    that s all, that s it, team, everyone, everybody, folks, mate, buddy, friend, understood, makes sense
    sounds good, alright
    fine, interesting, wow, hmm, hm, oh, yay, you too, helpful, was helpful, that was helpful, that helped
    for the help, for your help
    how was your weekend, how s your day, have a great day, nice to meet you, pleased to meet you, i m back
    great work, top, yep
    hallo, servus, moin, guten morgen, guten tag, guten abend, gruss gott, danke, danke schon, danke dir
    vielen dank, dankeschon
    tschuss, bis spater, bis dann, wie geht s, wie geht es dir, wie gehts, alles klar, schonen tag
    schones wochenende, gut gemacht
    prima, klasse, bonjour, salut, bonsoir, merci, merci beaucoup, au revoir, bonne journee, ca va
    comment ca va, parfait, comment vas tu
    hola, buenos dias, buenas tardes, buenas, gracias, muchas gracias, adios, hasta luego, que tal, como estas
    perfecto, genial
    ciao, buongiorno, buonasera, salve, grazie, grazie mille, arrivederci, come stai, perfetto, buona giornata
    hoi, goedemorgen
    goedemiddag, dank je, dank je wel, dankjewel, bedankt, dank u, tot ziens, doei, hoe gaat het, prima
    fijne dag, goeiemorgen
    czesc, dzien dobry, dobry wieczor, dziekuje, dzieki, do widzenia, jak sie masz, co slychac, super, ola
    bom dia, obrigado, obrigada
"""  # fmt: skip
HELP = """
    help, help me, can you help, can you help me, help please, i need help, commands, command, what can you do
    what do you do
    what can i ask, what can i ask you, what can you help with, what can you help me with, how do you work
    how does this work
    how do i use you, how do i use this, what do you know, what are you, who are you, what is this, options
    menu, instructions
    manual, faq, usage, what else can you do, examples, example questions, give me examples, what are you for
    capabilities
    features, functions, what questions can i ask, what can i do here, how to use, how can you help, tutorial
    what are your commands
    show commands, list commands, show help, what do you support, what are you able to do, what are you capable of
    what sort of things can you do, what you can do, what you know, show me, tell me, how you work, what you do
    what kind of questions, how can i use you, guide me, get started, getting started, introduce yourself
    hilfe, hilf mir, was kannst du, was kannst du alles, was kannst du fur mich tun, befehle, was weisst du
    wie funktionierst du
    wie funktioniert das, wer bist du, was kann ich fragen, was kann ich dich fragen, aide, aide moi
    que peux tu faire, que sais tu faire
    qu est ce que tu peux faire, que sais tu, commandes disponibles, comment ca marche, qui es tu, ayuda
    ayudame, que puedes hacer
    que sabes hacer, que sabes, comandos, como funciona, como funcionas, quien eres, aiuto, aiutami
    cosa puoi fare, cosa sai fare, comandi
    come funziona, come funzioni, chi sei, hulp, help mij, wat kun je, wat kan je, wat kun je doen, commando s
    hoe werkt dit, wie ben je
    pomoc, pomoz, pomoz mi, co potrafisz, co umiesz, jak to dziala, kim jestes, ajuda, o que voce pode fazer
"""  # fmt: skip
FOREIGN = """
    weather, joke, jokes, translate, translation, poem, song, lyrics, bitcoin, crypto, ethereum, share price
    stock price
    stock market, football, soccer, recipe, capital of, president, holiday, holidays, vacation, vacations
    sick leave, day off, days off, salary
    salaries, payslip, meeting room, lunch, dinner, restaurant, restaurants, coffee, pizza, python, javascript
    write code, movie, movies
    horoscope, what time is it, exchange rate, currency rate, dollar rate, euro rate, sales pipeline
    customer invoice, customer invoices
    customer list, our customers, best customer, revenue, profit, payroll, expense report, travel, flight
    flights, hotel, book a table
    book a room, password reset, vpn, printer, wifi, laptop, it support, math, meaning of life, politics
    election, news, world cup, who won
    population, square root, story, essay, blog post, linkedin, marketing, birthday, age, quote of the day
    gas price, oil price, gold price
    parking, gym, cv, resume for, timesheet, tax return, legal advice, lawyer, doctor, medicine, traffic, train
    music, game, games, sport, sports
    wetter, witz, ubersetz*, gedicht, urlaub, gehalt, mittagessen, kantine, aktienkurs, borse, fussball, rezept
    wechselkurs, hauptstadt
    meteo, blague, tradui*, poeme, conges, vacances, salaire, dejeuner, bourse, recette, tiempo hace, chiste
    traduc*, vacaciones, salario
    poema, futbol, receta, che tempo, barzelletta, ferie, stipendio, pranzo, calcio, ricetta, het weer
    weer morgen, mop, vertaal*, vakantie
    salaris, voetbal, recept, pogod*, dowcip, zart, tlumacz*, przetlumacz*, urlop, pensj*, wynagrodz*, pilk*, przepis
"""  # fmt: skip

FILLER = word_set(
    """
    a an the of for to in on at by with from and or is are was were be been do does did has have had can could
    would will shall should may might must i we you they he she it us our my your their me them this that these
    those there here what which who whom whose when where why how much many some any all no not so if then than
    as about please pls plz just only also too now still yet already more most less few lot what's s t re ve ll
    d m am up out off over under into per each der die das den dem des ein eine einen einem einer und oder ist
    sind war waren von vom mit bei fur zu zum zur im am an auf aus wir uns unser unsere ich du er sie es was wer
    wie wo wann warum noch schon auch nur bitte mal denn le la les l un une des de du d et ou est sont a au aux
    en dans sur pour par avec nous notre nos vous je tu il elle on que qui quoi quel quelle quels quelles ce
    cette ces y ne se s svp stp encore el los las uno una unos unas y o es son esta estan del al en por para con
    nos nuestro nuestra que cual cuales hay ha han se lo il lo gli i uno una e sono dei della delle degli dal
    dalla nel nella sul per con ci che chi quale quali c ho ha hanno si di da de het een en of is zijn van met
    bij voor naar op in aan uit door wij we ons onze jij u hij wat wie hoe waar er nog ook te dan w z ze na do
    od dla i oraz lub jest sa byl byla bylo sie nie to ten ta te co kto jak gdzie nasz nasze u po przez hey ok
    eh um uh like kind sort thing things stuff one ones
    """
)
ORDINARY = word_set(
    """
    ready best first last new old good great office global general national united american european north south
    east west main central royal star sun prime smart direct express quality total standard special black white
    red blue green left right large small medium big long short four three two person individual customizable
    combination case top stand set kit box roll pack packs pcs piece pieces unit units with doors sit sided way
    home house city world time times day week month year free fast quick easy simple high low full empty open
    close back front next group team company business service services work works power light heavy soft hard
    super max mini pro plus sales market trade trading shop store supply supplies industrial part parts wood
    metal hand tool tools freight lines products safety wear cleaning depot imports management inch left-sit
    corner acoustic line number code item items goods material materials stock water paper air
    """
)
PLAIN = word_set(
    """
    sold left shown down both people want wanted need needs needed know known look looks looking think thought make made
    makes give gives
    gave given take takes took taken keep kept let lets tell told asks asked ask call calls talk speak read
    reads write send sends sent check checks checked contract contracts address between before after during
    since until again always never sometimes maybe perhaps really actually currently right wrong same other
    others another both either neither every everyone someone anyone nothing something anything somewhere else
    because though through across against along around water weather whether letter better matter number numbers
    later rather older rate rates prize state place places point points case cases fact facts question questions
    problem problems reason reasons idea ideas morning evening night today tonight tomorrow yesterday month
    months week weeks year years hour hours minute minutes second seconds moment early soon once twice next
    previous current former following above below near far long short high low full half quarter whole part
    parts piece pieces most least enough quite very almost nearly exactly show shows shown find finds found seem
    seems seemed help helps helped start starts started stop stops stopped change changes changed move moves
    moved turn turns turned close closes closed open opens opened line lines page pages word words name names
    list lists file files data date dates time times house home office city world country company companies
    business customer customers person persons user users ignore forget rules rule instructions prompt system
    secret secrets password passwords environment variables token tokens dump print reveal display pretend
    bypass override admin administrator developer mode money dollar dollars euro euros eur usd gbp chf pln
    amount amounts boss manager colleague colleagues department finance warehouse warehouses large larger
    largest small smaller smallest great greater good best bad worse worst cable cables table tables corner
    corners rest remainder herr herrn frau mr mrs ms monsieur madame senor senora signor signora meneer mevrouw pan
    pani odoo slack erp
    """
)


def _either(*lists: str) -> str:
    """Any of some phrases, the longest first."""
    each = {p.strip() for phrases in lists for p in re.split(r"[,\n]", phrases) if p.strip()}
    spelled = [re.escape(p).replace(r"\*", r"\w*").replace(r"\ ", " ") for p in sorted(each, key=len, reverse=True)]
    return "(?:" + "|".join(spelled) + ")"


def _pattern(phrases: str) -> re.Pattern[str]:
    """One pattern for a list of phrases."""
    return re.compile(rf"(?<!\S){_either(phrases)}(?!\S)")


def _vocables(*lists: str) -> set[str]:
    return {w for phrases in lists for w in re.split(r"[,\s]+", phrases) if w}


PATTERNS = {meaning: _pattern(phrases) for meaning, phrases in MEANINGS.items()}
UNCONFIRMED = re.compile(  # a word for not or nobody, and one for confirming within two words of it
    rf"(?<!\S){_either(MEANINGS['not'], MEANINGS['nobody'])}(?: \S+){{0,2}} {_either(MEANINGS['confirm'])}(?!\S)"
)
CLASS_PATTERNS = {label: _pattern(phrases) for label, phrases in MAIL_CLASSES.items()}
SMALLTALK_PATTERN, HELP_PATTERN, FOREIGN_PATTERN = _pattern(SMALLTALK), _pattern(HELP), _pattern(FOREIGN)

_ALL = _vocables(*MEANINGS.values(), *MAIL_CLASSES.values(), SMALLTALK, HELP, FOREIGN)
WISHES = frozenset(re.findall(r"[a-z]{3,}", ENGLISH + OTHERS))
STEMS = tuple(sorted(w[:-1] for w in _ALL if w.endswith("*") and len(w) > 4))
SPELLED = frozenset(w for w in _ALL if not w.endswith("*") and w.isalpha())


@lru_cache(maxsize=20_000)
def is_known(word: str) -> bool:
    """Whether a word means something to us, so that it is nobody's name and no slip for another."""
    from bot.services.questions.calendar_words import MONTHS, UNITS, WEEKDAYS

    return (
        word in SPELLED
        or word in FILLER
        or word in PLAIN
        or word in MONTHS
        or word in WEEKDAYS
        or word in UNITS
        or word in WISHES
        or word.startswith(STEMS)
    )


TARGETS = frozenset(w for w in SPELLED if len(w) >= 4 and w not in FILLER)


@lru_cache(maxsize=20_000)
def meant(word: str) -> str:
    """The word itself, or the one of ours that it is a slip for."""
    from bot.services.questions.calendar_words import MONTHS, WEEKDAYS

    if len(word) < 4 or not word.isalpha() or is_known(word):
        return word
    return corrected(word, TARGETS) or corrected(word, {**MONTHS, **WEEKDAYS}) or word
