"""Four plans as structure: an adults board, a community safety partnership, a health and
wellbeing board, a children's partnership. All words are made up."""

from dataclasses import dataclass, field


@dataclass
class Act:
    text: str
    leads: list[str]
    when: str
    ref: str | None = None
    subs: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    measure: str | None = None
    rag: str | None = None
    progress: list[str] = field(default_factory=list)


@dataclass
class Goal:
    title: str
    acts: list[Act]
    ref: str | None = None


@dataclass
class Top:
    title: str
    goals: list[Goal]
    ref: str | None = None
    description: str | None = None


ADULTS = [
    Top(
        "Making safeguarding personal",
        [
            Goal(
                "Adults at risk say what they want to happen and are listened to",
                [
                    Act(
                        "Audit thirty enquiries a quarter for the adult's own words",
                        ["Quality Assurance Sub-group"],
                        "Quarterly",
                        "1.1.1",
                        measure="Four audit reports a year with learning shared",
                        rag="green",
                        progress=[
                            "First audit reported in June 2023; themes sent to team managers."
                        ],
                    ),
                    Act(
                        "Commission an advocacy review with people who used the service",
                        ["Adult Social Care"],
                        "31 October 2023",
                        "1.1.2",
                        measure="Review signed off and published",
                        rag="amber",
                        progress=["Scope agreed with the provider."],
                    ),
                ],
                "1.1",
            ),
            Goal(
                "Staff can explain the principles in plain language",
                [
                    Act(
                        "Write a two-page guide for front-line staff",
                        ["Learning and Development Manager"],
                        "September 2023",
                        "1.2.1",
                        measure="Guide in use in all agencies",
                        rag="red",
                        progress=["Draft circulated, comments awaited from the ambulance service."],
                    ),
                ],
                "1.2",
            ),
        ],
        "1",
        "People are at the centre of every enquiry and shape what happens next.",
    ),
    Top(
        "Neglect and self-neglect",
        [
            Goal(
                "Hoarding and self-neglect are recognised early",
                [
                    Act(
                        "Launch the revised self-neglect pathway",
                        ["Fire and Rescue Service"],
                        "January 2024",
                        "2.1.1",
                        measure="Referrals rise by a tenth",
                        rag="amber",
                        progress=["Pathway tested on six cases."],
                    ),
                    Act(
                        "Hold two briefings for housing officers",
                        ["Housing Options Manager"],
                        "By March 2024",
                        "2.1.2",
                        measure="Eighty officers attend",
                        rag="green",
                        progress=["Both dates are booked and full."],
                    ),
                    Act(
                        "Agree how cases are escalated when nobody engages",
                        ["Head of Safeguarding"],
                        "Ongoing",
                        "2.1.3",
                        measure="Protocol signed by each partner",
                        rag="amber",
                        progress=["Legal advice was received on 12 July 2023"],
                    ),
                ],
                "2.1",
            ),
        ],
        "2",
        "Neglect by others and of oneself is understood across the partnership.",
    ),
]

SAFETY = [
    Top(
        "Reduce serious violence",
        [
            Goal(
                "Fewer young people carry knives",
                [
                    Act(
                        "Deliver weapons awareness lessons in every secondary school",
                        ["Schools Officer", "Youth Justice Service"],
                        "Summer term 2022",
                        "A1",
                        measure="18 of 20 schools take part",
                        rag="amber",
                        progress=["Twelve schools have booked."],
                    ),
                    Act(
                        "Run a surrender scheme with shops and faith groups",
                        ["Metropolitan Police"],
                        "May 2022",
                        "A2",
                        measure="Number of blades handed in",
                        rag="green",
                        progress=["Two hundred knives were handed in."],
                    ),
                ],
            ),
            Goal(
                "Victims get help within two days",
                [
                    Act(
                        "Place an advocate in the emergency department",
                        ["Acute Hospital Trust"],
                        "30/09/2022",
                        "B1",
                        measure="Advocate in post on five days a week",
                        rag="red",
                        progress=["Recruitment failed twice."],
                    ),
                ],
            ),
        ],
    ),
    Top(
        "Tackle domestic abuse",
        [
            Goal(
                "Survivors stay safe in their own homes",
                [
                    Act(
                        "Extend the sanctuary scheme to private tenants",
                        ["Housing Needs Team"],
                        "Q3 2022/23",
                        "C1",
                        measure="Forty homes made secure",
                        rag="green",
                        progress=["Thirty-one homes so far."],
                    ),
                    Act(
                        "Review how repeat cases come to the conference",
                        ["MARAC Steering Group"],
                        "Six monthly",
                        "C2",
                        measure="Repeat rate below a quarter",
                        rag="amber",
                        progress=["The first review found gaps in information sharing."],
                    ),
                ],
            ),
        ],
    ),
]

HEALTH = [
    Top(
        "Best start in life",
        [
            Goal(
                "Every family has a named contact before birth",
                [
                    Act(
                        "Map what parents are offered in each neighbourhood",
                        ["Public Health"],
                        "December 2019",
                        subs=["midwifery", "health visiting", "children's centres"],
                        measure="Map published and kept up to date",
                    ),
                    Act(
                        "Test a shared record with two practices",
                        ["Clinical Commissioning Group"],
                        "April 2020",
                        measure="Practices report fewer lost referrals",
                    ),
                ],
            ),
        ],
    ),
    Top(
        "Ageing well",
        [
            Goal(
                "Older people are less lonely",
                [
                    Act(
                        "Recruit fifty telephone befrienders",
                        ["Age Concern"],
                        "June 2019",
                        measure="Fifty volunteers trained",
                    ),
                    Act(
                        "Put a social prescriber in every practice",
                        ["Primary Care Networks"],
                        "By the end of 2019",
                        measure="One in each network",
                    ),
                ],
            ),
            Goal(
                "Falls are prevented",
                [
                    Act(
                        "Offer strength and balance classes in sheltered housing",
                        ["Leisure Trust"],
                        "Ongoing",
                        measure="Falls admissions down by five per cent",
                    ),
                ],
            ),
        ],
    ),
]

CHILDREN = [
    Top(
        "Child exploitation",
        [
            Goal(
                "Professionals see exploitation early and respond together",
                [
                    Act(
                        "Refresh the exploitation screening tool and retrain the front door",
                        ["Exploitation Sub-group"],
                        "30 June 2024",
                        "1a",
                        support=["Police", "Early Help"],
                        measure="Tool used in nine of ten contacts",
                        rag="blue",
                        progress=["Signed off by the Executive in May 2024."],
                    ),
                    Act(
                        "Track return home interviews and report what children say",
                        ["Children's Social Care"],
                        "Quarterly",
                        "1b",
                        support=["Missing Persons Co-ordinator"],
                        measure="Interviews offered within 72 hours",
                        rag="green",
                        progress=["Nine in ten were offered in time."],
                    ),
                ],
                "1",
            ),
            Goal(
                "Parents and carers know where to turn",
                [
                    Act(
                        "Co-produce a parents' guide with the parent carer forum",
                        ["Communications Lead"],
                        "Autumn 2024",
                        "2a",
                        support=["Voluntary Sector Forum"],
                        measure="Guide downloaded five hundred times",
                        rag="grey",
                        progress=["Not begun until funding is agreed."],
                    ),
                ],
                "2",
            ),
        ],
        "1",
    ),
    Top(
        "Babies under one",
        [
            Goal(
                "Families with babies are visited when risk is known",
                [
                    Act(
                        "Audit pre-birth assessments with midwives",
                        ["Designated Nurse"],
                        "February 2025",
                        "3a",
                        support=["Maternity Services"],
                        measure="Audit score of good or better",
                        rag="amber",
                        progress=["Sample drawn and tool agreed."],
                    ),
                    Act(
                        "Launch safer sleep messages in four languages",
                        ["Public Health Consultant"],
                        "1 November 2024",
                        "3b",
                        support=["Health Visiting"],
                        measure="Materials in every children's centre",
                        rag="red",
                        progress=["Translation was delayed."],
                    ),
                ],
                "3",
            ),
        ],
        "2",
    ),
]

CONTENTS = {
    "adults": (ADULTS, 2023),
    "safety": (SAFETY, 2022),
    "health": (HEALTH, 2019),
    "children": (CHILDREN, 2024),
}
