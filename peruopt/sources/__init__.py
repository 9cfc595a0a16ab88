"""History from files: what people's tools export, read as it is."""

from peruopt.sources.asking import Answers, Choice, Question
from peruopt.sources.interpreting import Refused
from peruopt.sources.reading import Reading, read
from peruopt.sources.survey import Survey, survey

__all__ = ["Answers", "Choice", "Question", "Reading", "Refused", "Survey", "read", "survey"]
