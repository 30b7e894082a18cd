"""The words that boards use in the headers of their tables, by what the columns mean.

The first rule that fits a header wins, so the order is from the particular to the general
("Success measure" before "Measure", "Date completed" before "Date").
"""

#: (meaning, headers that are nothing else, words that may stand among others). All small, without
#: punctuation, as `plain` leaves them.
RULES = (
    ("lead", (r"leads?(?: \w+)? (?:and|with|or) (?:\w+ )?(?:partners?|support\w*).*",), ()),
    (
        "outcome",
        (
            r"(?:what|where) (?:do|are|would|did) (?:we|you) (?:want|intend|hope|aim|like)\b.*",
            r"what are we trying\b.*",
            r"what we (?:want|intend|aim|are aiming|hope)\b.*",
            r"why\b.*",
            r"what(?: is|s) the (?:issue|need|problem).*",
        ),
        (),
    ),
    (
        "ref",
        (
            r"(?:(?:action|item|objective|priority|outcome|plan|row|serial|strategic|task) )?"
            r"(?:refs?|no|nos|number|num|nr|#|id|code)(?:erence)?(?: (?:no|number))?",
            "№",
        ),
        (),
    ),
    (
        "rag",
        (
            r"b?rag\b.*",
            r"(?:current |overall |action |delivery )?(?:status|rating)"
            r"(?: (?:rating|colour|key|r ?a ?g|b?rag))?",
            r"b? ?r ?a ?g",
            r"confidence.*",
        ),
        (
            r"b?rag(?: (?:status|rating))?$",
            "rag rated",
            "traffic light",
            "colour code",
            "status b?rag",
            "on track",
            "red amber green",
        ),
    ),
    (
        "completed_on",
        (
            r"(?:date|when) (?:of )?(?:actually )?(?:completed|achieved|closed|done|signed off)",
            r"(?:actual |action )?complet(?:ed|ion)(?: (?:date|on))?",
            r"(?:actual|sign off|closure|closed) date",
            r"(?:date )?signed off.*",
        ),
        (),
    ),
    (
        "done",
        (
            r"(?:is (?:it|this) |action |task )?(?:done|achieved|completed?|finished|closed)"
            r"(?: (?:y n|yes no|yes or no|y or n|tick))?",
            r"tick(?: ?box)?(?: (?:when|if|once) (?:done|achieved|completed?|finished))?",
            r"(?:progress )?(?:percent(?:age)?|per cent)(?: of)?"
            r"(?: (?:completed?|completion|done|achieved|finished|progress|work))?",
            r"(?:completion|progress) (?:percent(?:age)?|per cent|rate)",
        ),
        (),
    ),
    (
        "progress",
        (),
        (
            "progress",
            "updates?",
            "commentary",
            "position statement",
            "current position",
            r"what (?:we have|weve|have we|has been) (?:done|achieved)",
            "(?:what )?we (?:did|have done|are doing)",
            "what has happened",
            "how far",
            "how are we doing",
            "where are we now",
            "so far",
            "achievements?",
            "latest",
            "exception report",
            "narrative",
            "comments?",
            r"evidence(?: of (?:progress|completion|delivery|impact))?",
            r"(?:quarter|q) ?[1-4]",
            "to date",
            "assurance",
        ),
    ),
    (
        "success_measure",
        (),
        (
            "success",
            "measures?",
            "measured",
            "measurable",
            "kpis?",
            "indicators?",
            "impact",
            r"how (?:will|would|do|shall|can) (?:we|you|it|this)? ?(?:know|see|be measured|tell)",
            r"how we(?: will| ll)? ?know",
            r"what (?:will|would|does) (?:good|success|it look|be different|have changed|change)",
            "what difference",
            "difference (?:made|will)",
            "benefits?",
            "deliverables?",
            "outputs?",
            "milestones?",
            "evidenced?",
            r"(?:expected|intended|anticipated|desired|planned) (?:outcome|result|impact|output)s?",
            "results?",
        ),
    ),
    (
        "monitoring",
        (),
        (
            r"monitor(?:ing|ed)?",
            r"report(?:ing|ed|s? to)",
            "governance",
            "oversight",
            "scrutiny",
            "review(?:ed)? by",
            "quality assurance",
        ),
    ),
    (
        "support",
        (),
        (
            r"support(?:ing|ed)?",
            "partners?",
            "contributors?",
            "in partnership with",
            "with whom",
            r"(?:other|key) (?:agenc(?:y|ies)|leads?)",
            "who else",
            "involving",
            r"consult(?:ed|ees)?",
            r"agencies involved",
        ),
    ),
    (
        "owner",
        (
            r"(?:owning|responsible|delivery|lead|task) ?(?:sub ?)?"
            r"(?:group|committee|subgroup|board|workstream)",
            r"sub ?groups?",
            r"(?:sub ?)?committee",
            r"owned by",
            r"governance group",
        ),
        (),
    ),
    (
        "lead",
        (),
        (
            "leads?",
            r"respons(?:ible|ibility|ibilities)",
            "owners?",
            "by whom",
            "who",
            "whom",
            "officers?",
            "person",
            "accountable",
            "assigned",
            "named",
            "agency",
            "agencies",
            "organisations?",
            "delivered by",
            "action(?:ed)? by",
            "led by",
            "post",
        ),
    ),
    (
        "start",
        (
            r"(?:start|commencement|begin|from)(?: date)?",
            "start by",
            r"date (?:started|from|raised|added|identified)",
        ),
        (),
    ),
    (
        "timescale",
        (),
        (
            r"time ?(?:scales?|frames?|table|lines?)",
            "when",
            "due",
            "deadlines?",
            "dates?",
            "complete by",
            "completion",
            "timings?",
            "finish",
            "by",
        ),
    ),
    (
        "source",
        (),
        (
            "source",
            "origin",
            "link(?:s|ed)?",
            "legislation",
            "drivers?",
            "derived from",
            "cross ref",
            "rationale",
        ),
    ),
    (
        "notes",
        (),
        (
            "resources?",
            "costs?",
            "budget",
            "funding",
            "finance",
            "risks?",
            "barriers?",
            "notes?",
            "mitigations?",
            r"dependenc(?:y|ies)",
            r"likelihood|probability|severity|inherent|residual",
            "constraints?",
        ),
    ),
    (
        "action",
        (r"how we will.*", "how", "what", r"how are we going to.*", r"how will we.*"),
        (
            "actions?",
            r"activit(?:y|ies)",
            "tasks?",
            "steps?",
            r"what (?:will|are|do|needs?|must|should|is) (?:we|to|you|be|going)\b.*",
            r"what we(?: will| ll| are going to)? do",
            r"how will (?:it|this) be (?:achieved|delivered|done)",
            "targets?",
            "initiatives?",
            "projects?",
            "interventions?",
            "work",
            r"(?:our|agency|partner|management|board|safeguarding|proposed)? ?responses?$",
            r"deliver(?:y)?",
            "approach",
            "plan",
        ),
    ),
    ("outcome", (r"(?:\w+ ){1,2}outcomes?",), ()),
    (
        "priority",
        (),
        (
            "strategic (?:objective|aim|goal|theme)s?",
            r"priorit(?:y|ies)",
            "themes?",
            "goals?",
            "functions?",
            "pillars?",
            "work ?streams?",
            "strands?",
            "domains?",
        ),
    ),
    (
        "outcome",
        (),
        (
            "outcomes?",
            "(?:sub ?)?objectives?",
            "aims?",
            "recommendations?",
            "standards?",
            "areas?",
            "issues?",
            "concerns?",
            "gaps?",
            "need",
            "requirements?",
            "commitments?",
            "ambitions?",
            "expectations?",
            "learning",
            "findings?",
            "topic",
            "subject",
            "intent",
            "key lines? of enquiry",
        ),
    ),
)
#: Words of which headers are made; a text of nothing else is a header for certain.
HEADER_WORDS = """
a about accountable achieve achieved action actioned actions activities activity actual agencies
agency agencys aim aims all amber an and anticipated approach are area areas as assigned at b be
been being benefit benefits board brag by change changed children code colour column comment
commentary comments committee complete completed completion contributor contributors cost costs
criteria current d date dates deadline deliver delivered delivery description desired did
difference different do does doing done due e end evidence expected finish for from function
functions future g gap gaps get goal goals going good governance green group groups had happen
happened has have how i id if impact in indicator indicators initials intend intended intent is
issue issues it item its key know kpi kpis lead leads led light like lines link linked links look
made make measure measured measures mechanism milestone milestones monitor monitored monitoring
must name named narrative need needed needs new no notes number objective objectives of officer
officers on or organisation organisations other our out outcome outcomes output outputs owned owner
owners partner partners people percent percentage performance person plan planned position post
priorities priority progress proposed q1 q2 q3 q4 quarter r rag rating reason recommendation
recommendations red ref reference report reported reporting required resource resources
responsibilities responsibility responsible result results review reviewed risk risks s see service
should so source specific start status step steps strategic sub subgroup subobjective subobjectives
success support supported supporting t target targets task tasks team that the their theme themes
there they this tick time timeframe timeframes timeline timescale timescales title to track traffic
under up update updated updates us was we well what when where which who whom why will with work
would x y year yes you young your
"""
