"""What commands say, in English: a sentence for each code."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "guess": "; did you mean '{guess}'?",
    "warning": "warning: {said}",
    # What was typed
    "usage": "{said}; --help shows how",
    "usage_asked": "{asked} --help shows how",
    "missing_argument": "Missing argument '{name}'",
    "wrong_value": "Invalid value for '{name}': {why}",
    "wrong_use": "Invalid value: {why}",
    "no_such_option": "No such option '{name}'{guess}",
    "possible_options": " (Possible options: {options})",
    "no_such_command": "No such command '{name}'{guess}",
    "too_much": "More than was asked for: '{words}'",
    "value_missing": "Option {name} needs a value",
    "value_unwanted": "Option {name} takes no value",
    "not_whole": "'{value}' is not a whole number",
    "too_small": "less than {least}",
    "too_large": "more than {most}",
    # --help
    "help_usage": "Usage: ",
    "help_arguments": "Arguments",
    "help_options": "Options",
    "help_commands": "Commands",
    "help_default": "[default: {{}}]",
    "help_required": "[required]",
    # What the system does not let kefu do
    "unforeseen": "kefu met an error it does not know ({error}); KEFU_DEBUG=1 shows where",
    "cannot_listen": "cannot listen on {address}: {why}; see `server:` in kefu.yaml",
    "few_files": "kefu may open no more than {files} files, and needs {least}: {how}",
    "allow_files": "set LimitNOFILE={files} in its service, or `ulimit -n {files}` in its shell",
    # A command and the running kefu
    "waiting": "waiting for the running kefu at {path}: it is busy with this, or stopped; Ctrl-C ends it",
    "not_answering": (
        "the running kefu does not answer at {path} ({error}); where another command is at work, wait for its end"
    ),
    "another_version": "the running kefu is of another version than this command: restart it first",
    "not_our_folder": (
        "kefu runs as {user} and may not write there: type this as {user}, too, into a folder of theirs"
    ),
    "orders_ended": "no more orders came for {seconds} s; nothing was imported",
    "left_for_now": "what is left in the files of somebody who was erased stays for now, because {why}",
    # check
    "of_channels": "Channels: {channels}",
    "of_desk": "Desk:     {desk}",
    "of_teams": "Teams:    {rules}",
    "of_scripts": "Scripts:  {languages} (default {default})",
    "of_returns": "Returns:  {rules}",
    "of_hours": "Hours:    {rules}",
    "of_surveys": "Surveys:  {rules}",
    "of_database": "Database: {path}",
    "desk_at": "{chat} on {channel}",
    "no_desk": "none (no section 'desk'); who asks for a person reads no_desk of escalation.yaml",
    "no_desk_to_decide": "none, as there is no desk to decide on them",
    "no_desk_no_teams": "none, as there is no desk",
    "seven_days": "seven days, as built in ({policy} is not there)",
    "always_open": "always open ({policy} is not there)",
    "nobody_asked": "nobody is asked ({policy} is not there)",
    "one_team": "one team, as built in ({policy} is not there)",
    "problem": "1 problem found.",
    "problems": "{count} problems found.",
    "no_problems": "No problems found.",
    "no_scripts": "{folder}: there are no scripts; `kefu init` writes them",
    "no_menu": (
        "wechat.menu: {folder} has none of {files}: the account keeps the menu that it has; "
        "`kefu init` in an empty folder writes some to copy"
    ),
    "no_teams": "desk.teams: {team}: there is no such team, as {path} is not there; write it",
    # orders import: the file
    "not_an_encoding": "'{name}' is not an encoding; try utf-8, gb18030 or big5",
    "no_such_file": "file '{path}' does not exist",
    "is_a_folder": "'{path}' is a folder, not a file",
    "file_too_large": "larger than 1 GB; split the file",
    "workbook": "is a workbook of Excel; save it as CSV UTF-8",
    "no_text": "is not text in UTF-8 or GB18030; save it as UTF-8",
    "another_encoding": "is not {encoding} text; is it of another encoding?",
    "no_orders": "holds no orders",
    "not_a_column": "'{name}' is not a column{guess}",
    "column_twice": "column '{name}' is there twice",
    "column_missing": "column '{name}' is missing",
    # orders import: a row
    "in_line": "line {line}: {said}",
    "endless_line": "longer than a million characters; is this a file of orders?",
    "not_csv": "not CSV: {why}",
    "too_many_values": "more values than columns; does a text with a comma lack its quotes?",
    "too_many_lines": "more than {most} lines of one order",
    "order_twice": "the order is already in line {first}",
    "unlike_its_order": "not the same as in line {first} of the same order",
    "unlike_its_parcel": "not the same as in another row of the same parcel",
    "json_list": "a JSON list; write one order a line (JSON Lines)",
    "not_json": "not JSON: {why} at character {character}",
    "no_order_in_json": "not JSON that can be an order",
    "one_order_a_line": "must be one order, like {{...}}, a line",
    "not_a_field": "'{name}' is not a field{guess}",
    "not_objects": "must be a list of objects, [{{...}}, {{...}}]",
    "not_simple": "must be a text or a number",
    "no_list_of_tags": 'must be a list of texts, ["fresh", "gift"]',
    "bar_in_tag": "none of them may hold '{bar}'",
    # orders import: a cell
    "missing": "missing",
    "empty": "empty",
    "half_a_character": "holds half a character",
    "too_long": "longer than {most} characters",
    "too_many": "more than {most}",
    "shortened": "'{value}' was shortened by a spreadsheet; make the column a text column and export again",
    "not_one_of": "'{value}' is not one of {choices}{guess}",
    "yuan": "'{value}' is not a currency code; write CNY",
    "not_a_currency": "'{value}' is not a currency code like CNY, TWD or USD",
    "not_an_amount": "'{value}' is not an amount; write it like 1299.00",
    "not_a_count": "'{value}' is not a whole number above 0",
    "not_a_time": "'{value}' is not a time; write it like 2026-11-11 20:15 or 2026-11-11T20:15+08:00",
    "not_in_our_time": "'{value}' is not between 1990 and 2100",
    # orders import: how it goes
    "no_room_for_orders": (
        "the orders could not be laid down in a temporary file ({error}): make room in /var/tmp, or name another "
        "folder with TMPDIR="
    ),
    "read_as_gb18030": "Read as GB18030; if names look wrong, say --encoding (big5, for instance).",
    "reading": "Reading {file}",
    "importing": "Importing",
    "imported_one": "Imported 1 order.",
    "imported": "Imported {count} orders.",
    "too_old_one": "Left out 1 order that was silent for {days} days (retention.orders_days in kefu.yaml).",
    "too_old": "Left out {count} orders that were silent for {days} days (retention.orders_days in kefu.yaml).",
    "more_problems": "... and {count} more.",
    "nothing_imported": "Nothing was imported.",
    "refused_by_kefu": "the running kefu does not take it: {why}",
    # Files that commands write
    "file_there": "{file} is there already; --force overwrites it",
    "unwritten": "cannot write {file}: {why}{cure}",
    "being_written": "another command is writing {file} right now; wait for it, or name another file",
    "half_a_file": "{file} is half of a file that was cut off: delete it, unless it is being written right now",
    "room_there": "; make room there, or name a place on another disk",
    "not_a_date": "'{text}' is not a date; write it like 2026-11-22",
    # outbox
    "nothing_failed": "Nothing has failed.",
    "ids_or_all": "say which: ids, or --all",
    "no_such_id": "there is no id {id}",
    "trying_again": "Trying again: {ids}.",
    "none_had_failed": "None of these had failed.",
    # backup
    "no_database": "there is no database yet at {path}",
    "backed_up": "Wrote {file} ({size}) and {photos} photographs to {folder}.",
    "folder_there": "{folder} is there already; name a new folder",
    "no_folder": "there is no folder {folder}; is its disk there?",
    "cannot_write": "cannot write in {folder}: {why}",
    "half_a_backup": "{folder} is half of a backup that was cut off: delete it, unless it is being written right now",
    "photographs": "Photographs",
    # returns
    "no_returns": "No return requests.",
    "no_such_return": "there is no return request {number}; `kefu returns list` shows those that are",
    "returns_written": "Wrote {count} return requests to {file}.",
    "until_before_since": "--until is before --since",
    # contacts
    "nobody_known": "nobody is known by '{text}'",
    "neither_account": (
        "'{text}' is neither an account (telegram:1001) nor a conversation ('#17', or just 17); "
        "`kefu contacts find` finds people by name"
    ),
    "nothing_kept_of_conversation": (
        "nothing is kept about conversation #{number}; `kefu contacts find` looks for names and orders too"
    ),
    "nothing_kept": "nothing is kept about {who}; `kefu contacts find` looks for names and orders too",
    "exported": "Wrote {rows} entries and {photos} photographs to {file}.",
    "orders_more": "Their orders are in it without name, telephone number and e-mail address: for these, {command}",
    "contact": "Contact {contact}: {accounts}",
    "under_way": "Under way: {reason}.",
    "return_open": "return {number} is {status}: goods or money may be owed",
    "staff_have_it": "staff have conversation #{number} ({status})",
    "system_not_told": "the shop's order system has not been told of {number} yet",
    "pause": "; ",
    "not_erased": "not erased, because {reasons}. Finish that first, or say --force",
    "erase_for_good": "Erase contact {contact} for good?",
    "nothing_erased": "nothing was erased",
    "being_answered": "they are being answered, which takes long: nothing was erased; try again",
    "erased": "Erased. Receipt {receipt}: {rows} rows, {photos} photographs.",
    "see_to_by_hand": "kefu cannot erase, so please see to it by hand:",
    "hand_chats": (
        "the chats themselves ({channels}): both sides keep what was sent; delete the chat in the app where you can"
    ),
    "hand_topic": "the desk: delete the topic or thread of conversation #{number}",
    "hand_posts": "the desk: delete what was posted about conversation #{number}, if anything was",
    "hand_backups": "backups of the database and of the folder photos: they end with your own retention",
    "hand_wish": "this wish: keep it, and carry it out once more should you ever put back a backup of before",
    "hand_orders": "imported orders: erase them in the shop's own system, then here: {command}",
    "hand_exports": (
        "logs hold no names and no words; exports made earlier lie where you put them (cut off: their name and .part)"
    ),
    "hand_return": "return {number} stays in the books as {status}: settle it by hand, by its order number",
    "hand_left": "what is left in the files goes in the night, or when kefu is started again, because {why}",
    "hand_moved_rows": (
        "what SQLite left when it moved rows, as the file is large and customers wait: stop kefu some time and write "
        "its file anew (sqlite3 FILE VACUUM)"
    ),
    # orders export, orders erase
    "which_orders": "say which orders: their numbers, or --of with a telephone number or e-mail address",
    "neither_phone": "'{text}' is neither a whole telephone number nor an e-mail address",
    "no_such_orders": "no order is here for {orders}; a telephone number or an e-mail address is said with --of",
    "orders_written_one": "Wrote 1 order to {file}.",
    "orders_written": "Wrote {count} orders to {file}.",
    "orders_not_erased": "not erased, because {reasons}. Finish that first",
    "orders_gone": "nothing was erased: the orders were gone before",
    "erase_order_for_good": "Erase this order for good?",
    "erase_orders_for_good": "Erase these {count} orders for good?",
    "order_erased": "Erased. Receipt {receipt}: 1 order.",
    "orders_erased": "Erased. Receipt {receipt}: {count} orders.",
    "buyer_known": (
        "conversation #{number} has proven one of these orders, or asked to send it back: if that is them, there is "
        "more; see {command}"
    ),
    "hand_next_import": (
        "the shop's own system: the next import of a file that has these orders brings them back; take them out there "
        "first, or leave name, phone and email empty"
    ),
    "hand_numbers": (
        "the orders' numbers stay in the books of returns, in reports, in what was said of them, and for 30 days where "
        "somebody tried to prove them"
    ),
    # init
    "started_with": "Wrote {files} and {count} scripts in scripts/.",
    "next_steps": (
        "Next:\n"
        "  1. kefu sandbox   tries it out, without any account\n"
        "  2. edit {config}: turn on a channel, and say where the desk is\n"
        "  3. kefu check     finds what is missing\n"
        "  4. kefu run"
    ),
    "new_script": "new",
    "check_the_rest": "`kefu check` shows whether anything else is to be done.",
    "nothing_lacking": "Nothing is missing.",
    "there_already": "{file}{more}: already there; nothing was written (--force overwrites)",
    "and_more": " and {count} more",
    "editor_lacks": "{path} is as you have it; for it to know kefu's files, add:",
    # report, campaigns, slack manifest
    "to_before_from": "--to is before --from",
    "too_many_days": "a report covers at most {most} days",
    "no_such_team": "there is no team '{name}'{others}",
    "no_such_agent": "there is no agent '{name}'{others}",
    "those_there_are": "; there are: {names}",
    "and_no_other": ", and no other",
    "several_agents": "several agents are called '{name}'; say which: {accounts}",
    "page_written": "Wrote {file}.",
    "no_campaigns": "No campaign has run yet.",
    "no_address": "Slack's HTTP mode needs an address: say --url https://..., or set server.public_url in kefu.yaml",
    # Headings of tables, and what stands before a value
    "head_id": "id",
    "head_when": "when",
    "head_action": "what",
    "head_channel": "channel",
    "head_to": "to",
    "head_conversation": "conversation",
    "head_tries": "tries",
    "head_why": "why",
    "head_next_try": "next try",
    "head_number": "number",
    "head_opened": "opened",
    "head_order": "order",
    "head_status": "status",
    "head_pieces": "pieces",
    "head_amount": "amount",
    "head_wants": "wants",
    "head_customer": "customer",
    "head_item": "item",
    "head_reason": "reason",
    "head_note": "in their words",
    "head_postage": "postage paid by",
    "head_policy": "policy said",
    "head_declined": "declined because",
    "head_send_back": "send back by",
    "head_parcel": "parcel",
    "head_refund_by": "refund by",
    "head_refunded": "refunded",
    "head_reference": "reference",
    "head_sent": "sent",
    "head_by": "by",
    "some_received": "{item}, received {count}",
    "forgotten": "(forgotten)",
    "head_placed": "placed",
    "head_phone": "phone",
    "head_email": "email",
    "head_contact": "contact",
    "head_who": "who",
    "head_account": "account",
    "head_name": "name",
    "head_last_wrote": "last wrote",
    "head_table": "what",
    "head_rows": "rows",
    "head_becomes": "becomes",
    "stays_unnamed": "stays, without the person",
    "deleted": "deleted",
    "head_campaign": "campaign",
    "head_state": "state",
    "head_began": "began",
    "head_until": "until",
    "head_asked": "asked",
    "head_of": "of",
    "head_answered": "answered",
    "head_waiting": "waiting",
    "head_left_out": "left out",
    # sandbox
    "open_page": "Open in a browser: {page}",
    "on_the_page": "three phones, the staff group, and the scripts to edit",
    "without_browser": "Without a browser, from a second terminal:",
    "seat_wechat": "a customer in WeChat",
    "seat_telegram": "a customer in Telegram",
    "seat_slack": "a customer in Slack",
    "seat_desk": "the staff group",
    "another_port": "Port {asked} was taken, so it is port {port}.",
    "orders_to_ask_for": "Orders to ask for (number, and the last digits of the phone that prove it):",
    "order_pending": "pending",
    "order_paid": "paid",
    "order_shipped": "shipped",
    "order_delivered": "delivered",
    "order_cancelled": "cancelled",
    "order_refunded": "refunded",
    "for_tools": "kefu itself, for tools: {address}",
    "ctrl_c": "Ctrl-C stops it.",
    "sandbox_closed": "The sandbox is closed; nothing of it is kept.",
    "no_sandbox": "no sandbox at port {port}; start one first: kefu sandbox",
    "sandbox_stopped": "the sandbox at port {port} was stopped",
    "port_taken": "port {port}: {why}; --port 0 takes one that is free",
    "how_to_chat": (
        "Type to write; a number presses that button.\n"
        "{seats} change the seat, {leave} leaves.\n"
        "At the desk you answer whoever wrote last; {second} and your words answer conversation 2."
    ),
    "no_such_seat": "there is no :{name}; there is {seats}",
}
