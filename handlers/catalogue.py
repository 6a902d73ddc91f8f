"""Every handler, by name, and what each needs of the scripts."""

from collections.abc import Mapping

from handlers import (
    apology,
    cancel,
    end,
    escalation,
    fallback,
    language,
    link,
    media,
    menu,
    notices,
    order_lookup,
    privacy,
    questions,
    report_words,
    say,
    unlink,
    wechat_menu,
    welcome,
)
from handlers import help as help_
from handlers.campaigns import words as campaign_words
from handlers.desk import (
    ban,
    canned_words,
    command_names,
    file_words,
    flat,
    form_words,
    leave_message,
    linking,
    queue,
    queue_words,
    talk_words,
    usage,
)
from handlers.desk import words as topic_words
from handlers.desk.rota import words as rota_words
from handlers.exchange import Handler
from handlers.farewell import kindness
from handlers.farewell import words as parting_words
from handlers.feedback import giving as feedback_giving
from handlers.feedback import words as feedback_words
from handlers.promises import words as promise_words
from handlers.questions import FormHandler
from handlers.returns import conversation, desk_words, mine, parcel
from handlers.returns import words as return_words
from handlers.scripts import not_meant
from handlers.scripts.declaration import Declaration
from handlers.surveys import desk_words as survey_desk_words
from handlers.surveys import stopping as survey_stopping
from handlers.surveys import words as survey_words
from handlers.tasks import answering as task_answering
from handlers.tasks import words as task_words

DECLARATIONS: tuple[Declaration, ...] = (
    apology.DECLARATION,
    ban.DECLARATION,
    campaign_words.DECLARATION,
    cancel.DECLARATION,
    canned_words.DECLARATION,
    topic_words.DECLARATION,
    command_names.DECLARATION,
    file_words.DECLARATION,
    usage.DECLARATION,
    talk_words.DECLARATION,
    talk_words.CONTACT_DECLARATION,
    form_words.DECLARATION,
    queue.DECLARATION,
    queue_words.DECLARATION,
    rota_words.DECLARATION,
    feedback_words.DECLARATION,
    feedback_words.DESK_DECLARATION,
    flat.DECLARATION,
    end.DECLARATION,
    escalation.DECLARATION,
    fallback.DECLARATION,
    parting_words.DECLARATION,
    kindness.THANKS_DECLARATION,
    kindness.GOODBYE_DECLARATION,
    questions.DECLARATION,
    report_words.DECLARATION,
    help_.DECLARATION,
    language.DECLARATION,
    link.DECLARATION,
    linking.DECLARATION,
    media.DECLARATION,
    menu.DECLARATION,
    not_meant.DECLARATION,
    notices.DECLARATION,
    mine.DECLARATION,
    order_lookup.DECLARATION,
    privacy.DECLARATION,
    promise_words.DECLARATION,
    return_words.DECLARATION,
    desk_words.DECLARATION,
    say.DECLARATION,
    survey_words.DECLARATION,
    survey_stopping.DECLARATION,
    survey_desk_words.DECLARATION,
    task_words.DECLARATION,
    task_words.CONTACT_DECLARATION,
    unlink.DECLARATION,
    *wechat_menu.DECLARATIONS,
    welcome.DECLARATION,
)
"""`kefu check` compares every language with these."""

HANDLERS: Mapping[str, Handler] = {
    "better": task_answering.better,
    "cancel": cancel.cancel,
    "end": end.end,
    "escalation": escalation.escalation,
    "fallback": fallback.fallback,
    "feedback": feedback_giving.feedback,
    "goodbye": kindness.kind,
    "help": help_.show_help,
    "language": language.language,
    "link": link.link,
    "media": media.media,
    "menu": menu.menu,
    "my_returns": mine.my_returns,
    "no_surveys": survey_stopping.no_surveys,
    "order_lookup": order_lookup.order_lookup,
    "privacy": privacy.privacy,
    "queue": leave_message.queue,
    "returns": conversation.returns,
    "say": say.say,
    "thanks": kindness.kind,
    "unlink": unlink.unlink,
    "welcome": welcome.welcome,
}
"""What a customer's message may lead to. The other scripts that are declared hold words: no button leads to them."""

FORMS: Mapping[str, FormHandler] = {
    handler.form.name: handler
    for handler in (
        order_lookup.HANDLER,
        conversation.HANDLER,
        conversation.PROOF.handler,
        parcel.HANDLER,
        leave_message.HANDLER,
        feedback_giving.HANDLER,
    )
}
