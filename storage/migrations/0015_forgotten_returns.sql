-- Requests whose customers were forgotten already: in their moves they were still named, with their parcels.
UPDATE rma_events
SET why = '', actor_name = CASE actor WHEN 'contact' THEN '' ELSE actor_name END,
    details = json_remove(details, '$.carrier', '$.tracking_number')
WHERE number IN (SELECT number FROM rmas WHERE account_id = '');

UPDATE rmas
SET body = json_set(body, '$.declined_because', '', '$.carrier', '', '$.tracking_number', '', '$.sent_carrier', '',
                    '$.sent_tracking_number', '')
WHERE account_id = '';
