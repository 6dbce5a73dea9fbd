"""Work on causes in Vietnamese: how far each is, what would be decided about it, and which units send what is wrong in it.

Data flow: audit.cause_assignment, audit.cause_effect -> ``STATES_VI``, ``EFFECT_KINDS_VI`` -> lists of causes
"""

STATES_VI = {
    "new": "Mới",
    "in_progress": "Đang xử lý",
    "waiting": "Chờ đơn vị gửi",
    "ignored": "Bỏ qua có lý do",
    "done": "Đã xong",
}
EFFECT_KINDS_VI = {"exclude": "nếu bỏ", "accept": "nếu xác nhận", "release": "nếu công bố"}
SORTS_VI = {"": "Mức, tháng", "effect": "Ảnh hưởng", "count": "Số dòng", "age": "Mở lâu nhất"}
#: Who sends which lists; reports come from the departments that answer for their indicators, which the ward's plan names.
SENDERS = {
    "insurance": ("Cơ quan bảo hiểm xã hội", ("health_insurance", "social_insurance")),
    "one_stop": ("Bộ phận một cửa", ("dossiers",)),
    "poverty": ("Ban rà soát hộ nghèo", ("poverty",)),
}
