"""Words as plain tables: function words, words that people ask with, borrowed words, abbreviations.

Written for this project; holds no logic. Each table is one string of words, made a set where it is used.
"""

# Words without content of their own; they vote on the language and are dropped as search terms.
DANISH = """
ad af aldrig var vær bli bør burde gad tit sidst sidste fordi dertil hertil hvordan alle allerede alligevel alt altid altså anden andet andre at bare begge blandt blev blevet blive bliver
både da de dem den denne dens der deraf derefter derfor deri dermed deres derfra dertil derved det dets dette dig din
dine disse dit dog du efter ej eller ellers en end endnu endog ene eneste enhver ens enten er et fik findes flere
flest fleste for fordi foran forbi forud fra få får før først gennem giv giver give gjorde gjort gøre gør gå går ham
han hans har havde have hej hele heller hen hende hendes her herefter herfra heri hermed hertil herunder herved hin
hinanden hos hun hvad hvem hver hverken hvilke hvilken hvilket hvis hvor hvordan hvorfor hvorhen hvori hvormed hvornår
i igen igennem ikke imellem imens imod ind inde inden indtil ingen intet ja jeg jer jeres jo kan komme kommer kun
kunne lad lade lader langs lave lavet lidt lige ligesom man mange med medens meget mellem men mens mere mest mig min
mindre mindst mine mit mod må måske ned nede nej netop noget nogen nogle nok nu når nær næsten nævn og også om
omkring op oppe os over overalt på samme samt sammen se ser siden sig sige siger sin sine sit skal skulle som stadig
synes så sådan således såsom tag tage temmelig til tilbage trods ud ude uden udover under undtagen ved vi via vil
ville være været vor vore vores dér hvo ikk' ik os' ligeledes foruden hvorved hvorpå hvoraf hvortil nogensinde ofte
"""

# The same in English.
ENGLISH = """
a about above across actually after afterwards again against all almost along already also although always am among an
and another any anybody anyone anything are around as at away be became because become becomes been before behind
being below between both but by can cannot can't could couldn't did didn't do does doesn't doing don't done down
during each either else enough even ever every everyone everything few first for from further gave get gets give given
gives go goes got had hadn't has hasn't have haven't having he her here hers herself him himself his how however i if
i'm in indeed instead into is isn't it it's its itself just least less let let's like made make makes many may maybe
me might more most much must my myself neither never no nobody none nor not nothing now of off often on once one one's
only onto or other others otherwise our ours ourselves out over own per perhaps please quite rather really same say
shall she should shouldn't since so some somebody someone something sometimes still such tell than that that's the
their theirs them themselves then there there's therefore these they they're this those though through thus to
together too toward towards under unless until up upon us very via was wasn't we were weren't we're what what's
whatever when whenever where whereas whether which while who who's whoever whole whom whose why will with within
without won't would wouldn't yes yet you your you're yours yourself yourselves i'd i'll i've you'll you've you'd he's
she's he'll she'll we'll we've they've they'll it'll who'd ain't gonna wanna till amongst whichever whatsoever nowhere
somewhere anywhere elsewhere hence nevertheless nonetheless dont doesnt didnt isnt cant wont whats im ive
"""

# Content words that people ask with, too short or too alike for letter statistics.
DANISH_ASKED = """
fordel fordele fordelene ulempe ulemper ulemperne risiko risici risikoen risiciene eksempel eksempler eksemplet kort
kortere længere forklar forklare fortæl fortælle beskriv uddyb sammenlign opsummer resumé sammenfat forskel forskelle
forskellen betyder betydning virksomhed virksomheder virksomheden pris priser koster penge dyr dyrt billig billigere
omkostning omkostninger sikkerhed sikkerheden kvalitet kvaliteten spørgsmål svar svare dansk engelsk tak farvel årsag
årsager grund grunde hjælp hjælpe bruger bruges brug virker fungerer findes kender ved mener siger videre definition
begreb tid år medarbejder medarbejdere ansatte konkurrence konkurrencefordel konkurrencefordele leverandør
leverandører kunder kunde marked gevinst gevinster udfordring udfordringer modsat modsatte modsætning højdepunkter
historie godt god bedst bedre vigtig vigtigste ord navn sted lang længde stor store lille små hurtig tidligere ting
folk menneske mennesker land lande samfund goddag davs velkommen undskyld fortsæt mere kilder kilde artikel artikler
artiklen afsnit emne emner
"""

# The same in English.
ENGLISH_ASKED = """
advantage advantages disadvantage disadvantages drawback drawbacks benefit benefits downside downsides upside risk
risks example examples explain describe compare comparison summarize summarise summary shorter longer difference
differences mean means meaning company companies business price prices cost costs money expensive cheap cheaper
security quality question questions answer answers danish english thanks thank hello hi goodbye bye reason reasons
help use used uses work works know think define definition time year years employee employees staff competition
competitive supplier suppliers customer customers market gain gains challenge challenges opposite highlights history
good best better worth important word name place long length big small fast earlier things thing people person country
countries society welcome sorry continue elaborate sources source article articles section topic topics pros cons
alternatives types strategy overview stands short common typical
"""

# In both languages, or borrowed by Danish as they stand: their letters say nothing.
BORROWED = """
outsourcing insourcing offshoring nearshoring outsource insource backsourcing marketing management leasing franchising
crowdfunding crowdsourcing branding benchmarking controlling coaching streaming gaming shopping banking factoring
software hardware internet computer service team startup start-up feedback website online offline email e-mail web
blog app chat robot data digital cloud brainstorm brainstorming lean agile scrum kanban swot kpi roi roe pest pestel
esg csr gdpr crm erp hr ceo cfo vs versus cashflow budget bonus job leader manager freelance freelancer trend design
design-thinking mission plan procent park hotel bank test moms bitcoin blockchain aktie super smart info ok okay
stakeholder stakeholders shareholder shareholders agent model metode system problem fusion backoffice back-office
in-house inhouse know-how knowhow mindset workshop sprint storytelling nudging influencer
"""

# The same for terms of several words, one a line.
BORROWED_TERMS = """
make or buy
just in time
due diligence
supply chain
supply chain management
cash flow
joint venture
fair trade
private equity
social media
core competence
core competences
total cost of ownership
service level agreement
economies of scale
key performance indicator
key performance indicators
return on investment
business case
business model
best practice
first mover
time to market
balanced scorecard
human resources
corporate social responsibility
customer relationship management
business intelligence
project manager
change management
open source
big data
break even
start up
value chain
value proposition
know how
follow up
machine learning
deep learning
artificial intelligence
"""

# Function words of other languages, by ISO code, to tell that a question is in neither of ours.
OTHERS = {
    "de": """
        aber als am an auch auf aus bei bin bis bist das dass dem den der des die dich dir doch du durch ein
        eine einem einen einer eines er es für gibt haben hat hatte ich ihr im in ist ja kann kein keine können
        man mein mich mir mit muss nach nicht noch nur oder ohne sein sich sie sind so über um und uns unter vom
        von vor war warum was wenn wer werden wie wieso wir wird wo zu zum zur zwischen welche welcher
    """,
    "nl": """
        aan al als bij dan dat de deze die dit door een en er geen heb hebben heeft het hoe iets ik in is je kan
        kunnen maar meer met mijn moet naar niet nog of om onder ons ook op over te tot uit van veel voor waar
        waarom was wat we welke wel werd wie wij worden wordt zijn zo zonder tussen
    """,
    "sv": """
        alla att av bara blev blir de dem den det du då där efter eller en ett finns från för gör ha han har
        henne hon hur här i ingen inte jag kan kommer man med mellan men mer mig min mycket måste nej när någon
        något några och också om oss på sedan sig sin ska skulle som så till under upp ut utan vad var varför
        vara vart vem vi vid vilka vilken vill är än över
    """,
    "no": """
        alle at av bare ble blir da de deg dem den deres dere det du eller en er et etter fordi for fra få gjør
        gjøre ha han har henne her hun hva hvem hvis hvor hvordan hvorfor hvilke hvilken i ikke ingen jeg kan
        kommer man med meg mellom men mer min mye må nei noe noen nå når og også om opp oss på seg ser si sin
        skal som så til under ut uten var vi vil ville være
    """,
    "fr": """
        à afin ai au aux avec avoir c'est ce ces cette chez comment dans de des donc du elle elles en entre est
        et être eu il ils je l'on la le les leur lui mais mes moi mon ne nous on ont ou où par parce pas peut
        plus pour pourquoi qu'est qu'est-ce quand que quel quelle quelles quels qui quoi sa sans se ses si son sont sur
        tout très tu un une vous
    """,
    "es": """
        a al algo como cómo con cuál cuáles cuando cuándo de del desde donde dónde el ella en entre es esta está
        están este esto fue ha hay la las le lo los más me mi muy no nos o para pero por porque puede que qué
        quién se ser si sin sobre son su sus también te tiene un una uno y ya yo
    """,
    "pt": """
        a ao aos as até com como da das de do dos e é ela ele em entre essa esse esta está este eu foi há isso
        isto já lhe mais mas me meu muito na não nas no nos o onde os ou para pela pelo por porque qual quais
        quando que quem são se sem ser seu sua também tem um uma você
    """,
    "it": """
        a ad ai al alla anche che chi ci come con cosa cos'è così da dal dalla dei del della delle di dove e è
        gli ha hanno ho i il in io la le lei lo loro ma mi molto nel nella non o per perché più può qual quale
        quali quando quello questa questo se sei si sono su tra un una uno
    """,
    "pl": """
        a ale bo być by był była było ci co czy dla do gdzie go i ich jak jaka jakie jaki jako jest jestem już
        kiedy kto która które który ma mi mnie może na nie o od oraz po pod przez przy się są ta tak także tej
        ten to tu tylko tym w we z za ze że dlaczego
    """,
    "fi": """
        ei en entä eri että hän he ja jo joka jos kai kanssa keitä kuin kuinka kuka kun kyllä me mihin mikä mitkä
        miksi millainen minä missä miten mitä mutta myös ne niin nyt ole oli olla on ovat sekä se sen siitä sinä
        tai tämä te vai vain voi
    """,
    "tr": """
        ama bir bu çok da daha de değil en gibi hangi için ile kadar kim mı mi mu mü nasıl ne neden nedir nerede
        o olan olarak şu var ve veya ya
    """,
    "is": """
        að af ekki ég en er eru ertu fyrir frá hann hvað hver hvernig hvers vegna í hún með og sem sé til það
        þau þegar þeir þetta þú um var verið við á
    """,
}

# Abbreviations that never end a sentence: a word of it follows.
ABBREVIATIONS_OPEN = """
adj adm adr afd afg afl afs alm ang approx asst bd bdt bem betegn bibl bl bl.a ca cand cf ch cirk civ d.v.s dep dept
dhr dir dr dvs e.g e.v.t eds ekskl etab evt excl exp f.eks feks fhv fig figs flg forb forf forts forv fr fr.o.m frk fx
gl gns gnsn gov gr grdl henv hhv hon hr i.e ibid ifm ift iht incl inkl insp jf jvf kap kapt kbh kgl kl kons kursiv lb
lbnr lic lign lt ltr m.a.o m.h.p m.h.t m.s.p maks medl messrs mgr mht mr mrs ms mt mvh nb nl nr nto nuv o.s.fr obs omg
omkr omr opl opr ovenn overf p.g.a p.t pers pga pkt pl pp pr prep prof pt ref reg resp s.k sdr sec sekr sgt skr sml
spm srl st str sv t.eks t.o.m tdl tidl tils tilsv tlf trad u.a uafh udb udg udt undt v vedl vedr vejl vha viz vol vols
vs årg årl
"""

# Abbreviations that may end a sentence: they do when a capital follows.
ABBREVIATIONS_CLOSING = """
a.d a.m al apr apt aug aut ave b.c blvd cm d.d d.s d.å dd dec dl e.kr e.l el.lign est etc f.kr feb ft fvt hrs jan jr jul
jun kg km kr lb m.fl m.m m.v m.v.h max md mdr mfl mia mill min mio mm mv no nov o.a o.l o.lign oa oct okt osv oz p.m pct
pct.pt ph.d s.u sek sep sept sr stk t.d.s thu tkr tue u.å wed yrs øre
"""

# Abbreviations that end a sentence only before a word that commonly opens one.
ABBREVIATIONS_NAMES = """
inc ltd corp co llc plc bros u.s u.k u.n e.u u.s.a d.c a/s aps i/s k/s gmbh
"""

# "Apple Inc. CEO" goes on, "Apple Inc. The" does not.
SENTENCE_OPENERS = """
the this that these those it its he she they we you i in on at as for from with by but and or if when while after
before because although however moreover there here what why how who a an to one some many most all such since den det
de der dette disse denne han hun vi man jeg du på ved fra med men og eller hvis når da mens efter før selvom dog
desuden her hvad hvorfor hvordan hvem en et nogle mange alle siden som derfor også både derefter dermed deraf derved
herefter herved sådan således enten ifølge gennem under over mellem inden uden mod alligevel ellers altså ofte måske
flere andre begge hver ingen intet nu så samtidig dengang senere ligeledes during despite between both each every
other others several today often perhaps meanwhile instead thus therefore then so not no our your his my
"""

MONTHS = """
januar februar marts april maj juni juli august september oktober november december january february march may june
july october
"""

# Words that a Danish ordinal follows: "den 2. Verdenskrig", "Christian 4.".
BEFORE_ORDINAL = """
den d det de til fra og pr kong dronning pave kejser christian frederik the
"""
