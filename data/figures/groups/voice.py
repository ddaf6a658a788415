"""What those who called say: 响应率, 解决率 and 满意率 kept apart, then weighted into one."""

from data.figures.definition import Definition

DEFINITIONS = (
    Definition(name="call_response_rate", kind="rate", unit="percent", numerator=("responded",),
               denominator=("somebody_called",), good_when="high"),
    Definition(name="response_rate", kind="rate", unit="percent", numerator=("contacted",),
               denominator=("called_back",), owner="hotline", source="call_backs", good_when="high"),
    Definition(name="solved_rate", kind="rate", unit="percent", numerator=("solved",), denominator=("solved_said",),
               owner="hotline", source="call_backs", good_when="high"),
    Definition(name="satisfied_rate", kind="rate", unit="percent", numerator=("satisfied",),
               denominator=("satisfied_said",), owner="hotline", source="call_backs", good_when="high"),
    Definition(name="voice_score", kind="weighted", unit="points", owner="hotline", source="call_backs",
               good_when="high"),
)
