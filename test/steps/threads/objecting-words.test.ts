import assert from 'node:assert/strict';
import { acceptanceOf } from '../../../src/steps/threads/acceptance';

const author = { id: 'author', name: 'Mona' };
const reader = { id: 'reader', name: 'Rita' };

/** Behind “accepted:”, one a line: who says so waits, asks, leaves it to others, agrees with the finding, is against it or takes it back. */
const NO_REASONS = `
let's see after the release
we'll see
let's see
to be seen
let's revisit this after the demo
I need to check first
let me check with Dana
will look at it tomorrow
who decides this
who approved this
why is this needed
how do you know
what about empty lists
what happens with null
is this really safe
do we know that
should we not test this
can we talk about it
bug 4711
as a bug
as bug AB#12
ticket created
assigned to Mona
moved to the backlog with priority 1, block until then
yeah right
lol
haha good one
whatever
not my problem
not my call
not my decision
up to you
security should decide
needs sign-off from security
needs approval by Bob
needs a second pair of eyes
second opinion needed
check with the platform team
talk to Bob
escalated to the architects
fine if tested
ok when the build is green
good after a rebase
LGTM if CI passes
I take it back
scratch that
withdrawn
revoked
wrong thread
oops
by mistake
just testing
testing the command
bad idea
terrible idea
I don't like this
not happy with this
not convinced
not good enough
unacceptable
I object
I am against this
strongly against
the bot is right
you are right
agree with the bot
agree with the finding
yes, that is a bug
it's a bug
indeed
the finding
the suggestion
suggestion applied
correct
true
nobody should merge this
must not go to production
keep this open
leave it open
reopen
stay open
not ready
not yet reviewed
needs more work
needs discussion
needs a look
mal sehen
schauen wir mal
muss ich noch prüfen
prüfe ich morgen
wer entscheidet das
warum ist das nötig
ist das wirklich sicher
Ticket angelegt
als Bug aufgenommen
soll das Security-Team entscheiden
Freigabe fehlt noch
ok wenn die Tests grün sind
passt, sobald getestet
ich nehme es zurück
falscher Thread
versehentlich
schlechte Idee
gefällt mir nicht
nicht überzeugt
bin dagegen
der Bot hat recht
stimmt, das ist ein Bug
nicht mergen
on verra après la livraison
à voir
à vérifier
je vérifie demain
qui décide
pourquoi faire
est-ce que c'est sûr
ok si les tests passent
d'accord si tu ajoutes un test
mauvaise idée
je suis contre
pas convaincu
le bot a raison
ticket créé
par erreur
ne pas fusionner
ya veremos
a ver qué dice seguridad
hay que comprobarlo
quién decide esto
por qué hace falta
vale si pasan las pruebas
mala idea
estoy en contra
no me convence
el bot tiene razón
por error
no fusionar
vediamo dopo il rilascio
da verificare
chi decide
ok se passano i test
cattiva idea
sono contrario
il bot ha ragione
per errore
non unire
vamos ver
quem decide
we zullen zien
wie beslist dit
ok als de tests slagen
slecht idee
Let’s see how it behaves in staging
let's see first
I'll look into it
I have to think about this
need to think about it
needs thought
who will take this
who takes responsibility
why on earth
how sure are we
what's the plan here
is this intended
are you serious
really
seriously
hm
hmm, not sure
up to the team
Bob should decide
the security team needs to decide
ask the architects
get security to sign off
awaiting review
in review
under discussion
to be clarified
needs clarification
fine once merged
ok with a test
good if you rename it
happy after the fix
sure, after you add a test
i changed my mind
changed my mind
not anymore
no longer
undo
never mind
nevermind
ignore
wrong button
this was a mistake
terrible
awful
horrible
this is dangerous, do not ship
I would not ship this
we should not merge
don't
please don't
stop
you're right, Mona must mend it
yes it is broken
broken
it is broken
crashes
the bug is real
real issue
mhm
noted
k
das klären wir noch
wird geprüft
in Prüfung
wer übernimmt das
wie sicher ist das
nur mit Test
gut, wenn getestet
hab's mir anders überlegt
Irrtum
ungern
à discuter
en attente
qui prend le risque
bon si testé
j'ai changé d'avis
une erreur
en revisión
pendiente
quién asume el riesgo
bien si hay pruebas
cambié de opinión
da discutere
in attesa
chi si assume il rischio
ok se testato
ho cambiato idea
I'd rather wait for the audit
we should ask legal
not before the audit
let's decide on Monday
decision pending
open question
open point
somebody must look at this
can this wait
is anybody looking at this
what makes you so sure
says who
on whose authority
who signed this off
bug
defect
ticket #88 opened
opened #88
yes it's a bug, thanks
well spotted
thanks, good one
thanks for finding this
right, that is wrong
true, this is wrong
hahaha
great, another hole
I take that back
retracted
error on my side
misclick
posted by accident
ok, but fix it
okay if you add tests
passt wenn Tests da sind
kläre ich
wer hat das freigegeben
warum nicht gleich richtig
gut gefunden
danke, guter Fund
Fehlklick
je ne suis pas d'accord
il faut vérifier
bien vu
merci, bien trouvé
no estoy de acuerdo
hay que revisarlo
bien visto
non sono d'accordo
bisogna verificare
ben visto
let's discuss on Monday
I'd like to see a test first
needs another look by Bob
who is responsible here
why do we need this at all
is it tested
are there tests
did anyone check this
would that survive a restart
bug confirmed
confirmed
it's a valid point
fair point
good point, Mona?
agree
agreed with the comment
should be discussed
team to decide
decision by the PO
I'll ask the PO
will ask Dana
created AB#44
sure, if you want an outage
yes, but no
no merge
don't merge yet
hold off
on hold
parked
wait a moment
not so fast
I have concerns
concerned about this
risky
too risky
very dangerous
I cancel my approval
approval withdrawn
schaue ich mir noch an
muss Bob entscheiden
on en parle lundi
lo hablamos el lunes
ne parliamo lunedì
`;

/** Reasons of people who accept. */
const REASONS = `
I have to keep this API for compatibility
i need to ship this today, low risk
i must support IE11 so this stays
we would like to keep the old behaviour
we should not validate twice, the caller does
must check passes in the caller
well spotted, harmless here: dev tool
let's revisit in Q3, low risk today
cc @bob accepted by security
ignore this rule here: generated code
assigned to nobody, unused route
let them retry, the server is idempotent
fine if slow, it is a nightly job
who calls this is trusted (internal network)
would break clients if changed
does not matter, dead code
sure, known issue, tracked in #123
the list comes from our own configuration
what is read here is trusted
only admins reach this page
works fine when the list is empty
nobody calls it with null
see the discussion in the design meeting, we decided to keep it
the check is done by the caller
we decided this in the architecture board
security approved it, see ADR 12
approved by security
reviewed with the security team
the risk is small and the feature is behind a flag
temporary, removed in March
tracked in AB#1234, low risk
bug 4711 tracks it, the risk is low
known bug of the library, upstream ticket 12
why: the value is a constant
a test of the payment team, never shipped
not a bug, the API says so
this is not a bug
it is correct as it stands
correct: the index is checked above
true for old clients only, and there are none
the tests cover it
good enough for a prototype
good enough for the demo
the bot is wrong here
the finding is wrong
the finding does not apply
the caller is right to pass null
we know the risk
the service validates it before
checked with Dana, it is fine
talked to Bob, he knows
agreed with the product owner
legacy code, will be replaced in Q3
the input is bounded by the protocol
we will see this in the metrics if it ever happens
the decision of the team, see the minutes
we accept the cost
needed for the release, follow-up in #88
das wissen wir, Ticket 12
die Liste ist nie leer
mit Security abgestimmt
vom Team so entschieden
der Bot irrt sich
das ist kein Fehler
wird vom Aufrufer geprüft
nur im Testsystem
bewusst so gebaut, siehe ADR 3
das Risiko ist uns bekannt
la liste n'est jamais vide
c'est vérifié par l'appelant
le risque est connu
validé avec la sécurité
le bot se trompe
ce n'est pas un bug
décidé par l'équipe
uniquement dans les tests
la lista nunca está vacía
lo comprueba el llamador
el riesgo es conocido
decidido con seguridad
el bot se equivoca
no es un error
solo en pruebas
la lista non è mai vuota
perché la lista non è mai vuota
lo verifica il chiamante
il rischio è noto
deciso con il team
il bot sbaglia
de lijst is nooit leeg
het risico is bekend
a lista nunca está vazia
we reopen the connection on error
errors are escalated to the caller
returns null when not ready
connections stay open for the session
we keep it open for the whole session
ownership is taken back in the finally block
revoked tokens are removed by the nightly job
checking is done by the caller
this is a bug of the library, upstream #12
null must not go in, and the caller checks that
nobody should call this with null, it is internal
linters don't like this, the pattern is ours
each order needs approval by an admin anyway
the call needs another request, which is cached
rien à vérifier ici, tout est interne
niente da verificare, il dato è nostro
no es un bug
non è un bug
não é um bug
der Wert fehlt noch beim Start, deshalb null
good test data
fine as it is
ok for the prototype
ok, known
yes, known limitation
sure, it is a prototype
correct, the index is checked above
up to 10 items at most
up to date with the contract
I have talked to the owner, it is fine
issue 12 tracks this, the risk is low
agreed with the architects
by design, see the ticket
testing data only
let the caller handle null
the finding is a false positive
thanks, we know, the caller pads the list
thank you, this is intended
well known and documented
bounded by the size of the page
the audit found nothing here
we asked legal, it is allowed
opened for reading only
the question was settled in the design meeting
ticket #88 opened for the cleanup, the risk is low
what comes in here was validated by the gateway
who calls this is authenticated by the gateway
how it is called is controlled by us
why it is safe: the value is a constant
is only used in tests
does not happen, the caller checks
does no harm, it is a log line
can only be called by admins
has no effect in production
should be safe, the input is a constant
would only matter for more than 2^31 rows
error is logged and counted
ist nur intern erreichbar
ist bewusst so
kann nicht leer sein
warten wir bewusst ab, der Aufrufer hat ein Timeout
darf hier null sein
est vérifié plus haut
peut être vide, c'est prévu
est interne
es interno, nadie llama con null
puede estar vacío, está previsto
está comprobado arriba
è solo interno
può essere vuoto, è previsto
viene controllato sopra
is alleen intern
kan niet leeg zijn
covered by the integration tests
the team agreed to this in the retro
confirmed with the owner of the table
risk is contained by the flag
the bug is in the library, not here
this code is deleted next week anyway
agreed trade-off
valid for one tenant only
the value can never be negative, see the type
performance is fine with 20 rows
on purpose
we want the crash here
intentional, the process should die
the lock is held by the caller
out of scope, separate pull request
existing behaviour, unchanged
same as before
as designed
duplicate of the thread above, answered there
Absprache mit dem Kunden, ist gewollt
Bestandscode, unverändert
kein Nutzer kommt hierher
comportement voulu
code existant, inchangé
comportamiento esperado
código heredado, sin cambios
comportamento voluto
codice esistente, invariato
zo afgesproken met de klant
`;

function accepts(reason: string): boolean {
  const reply = {
    id: 2,
    author: reader,
    content: `accepted: ${reason}`,
    isDeleted: false,
    isText: true,
    publishedAt: 0,
  };
  return acceptanceOf({ replies: [reply] }, [author]) !== undefined;
}

const linesOf = (text: string) => text.trim().split('\n');

describe('a reason behind “accepted:”', () => {
  it('accepts nothing where it plainly says something else', () => {
    assert.deepEqual(linesOf(NO_REASONS).filter(accepts), []);
  });

  it('accepts where it gives a reason, in whatever language', () => {
    assert.deepEqual(
      linesOf(REASONS).filter((one) => !accepts(one)),
      [],
    );
  });
});
