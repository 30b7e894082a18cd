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
    KeepReportForm,
    PublicFaceForm,
    ReplaceNameForm,
    WithdrawForm,
)
from .year import (
    AttendanceForm,
    DecisionForm,
    RecommendationForm,
    ReviewForm,
    TrainingCourseForm,
)

__all__ = [
    "AnswerForm",
    "ApproveForm",
    "AttendanceForm",
    "BudgetLineForm",
    "CirculateForm",
    "CommentForm",
    "ContributionForm",
    "DecisionForm",
    "FiguresForm",
    "FreezePlanForm",
    "KeepReportForm",
    "MoneyFileForm",
    "NewPictureForm",
    "NewReportForm",
    "NewSectionForm",
    "OutputForm",
    "PictureForm",
    "PublicFaceForm",
    "RecommendationForm",
    "ReplaceNameForm",
    "ReportForm",
    "ReviewForm",
    "SectionForm",
    "TermForm",
    "TotalsForm",
    "TrainingCourseForm",
    "WithdrawForm",
]
