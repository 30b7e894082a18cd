"""Forms of the reports. They only validate; services write."""

from .entering import (
    BudgetLineForm,
    ContributionForm,
    NewPictureForm,
    NewReportForm,
    NewSectionForm,
    OutputForm,
    PictureForm,
    ReportForm,
    SectionForm,
    TermForm,
    TotalsForm,
)
from .money import FiguresForm, MoneyFileForm
from .publishing import (
    AnswerForm,
    ApproveForm,
    CirculateForm,
    CommentForm,
    FreezePlanForm,
    PublicFaceForm,
    ReplaceNameForm,
    WithdrawForm,
)

__all__ = [
    "AnswerForm",
    "ApproveForm",
    "BudgetLineForm",
    "CirculateForm",
    "CommentForm",
    "ContributionForm",
    "FiguresForm",
    "FreezePlanForm",
    "MoneyFileForm",
    "NewPictureForm",
    "NewReportForm",
    "NewSectionForm",
    "OutputForm",
    "PictureForm",
    "PublicFaceForm",
    "ReplaceNameForm",
    "ReportForm",
    "SectionForm",
    "TermForm",
    "TotalsForm",
    "WithdrawForm",
]
