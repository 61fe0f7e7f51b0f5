"""The staff's desk: signing in, the console's pages, taking conversations over."""

from backoffice.desk.account import blueprint as account
from backoffice.desk.calls_page import blueprint as calls
from backoffice.desk.chat_page import blueprint as chats
from backoffice.desk.hours_page import blueprint as hours
from backoffice.desk.intake_work import blueprint as intake_work
from backoffice.desk.intakes import blueprint as intakes
from backoffice.desk.leaving_page import blueprint as leaving
from backoffice.desk.log_page import blueprint as log
from backoffice.desk.openid_page import blueprint as openid
from backoffice.desk.people import blueprint as people
from backoffice.desk.queue_page import blueprint as queue
from backoffice.desk.routes_page import blueprint as ways
from backoffice.desk.sign_in import blueprint as sign_in
from backoffice.desk.static_files import blueprint as static_files
from backoffice.desk.ways_api import blueprint as ways_api

blueprints = (
    sign_in,
    openid,
    static_files,
    queue,
    chats,
    leaving,
    calls,
    intakes,
    intake_work,
    hours,
    ways,
    ways_api,
    people,
    account,
    log,
)
