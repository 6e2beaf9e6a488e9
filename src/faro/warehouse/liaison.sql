-- What an institution's liaison reads of the ledger in its own words: views of everybody's, narrowed by PostgreSQL to the
-- institution that asks. Tables that institutions share are narrowed by row security (faro.powers). Idempotent.
create schema if not exists liaison;

create or replace function liaison.asks(institution text) returns boolean language sql stable
return 'faro_liaison_' || institution = current_user;
comment on function liaison.asks is 'Whether it is that institution''s liaison that asks.';

create or replace view liaison.delivery with (security_barrier) as
select * from correspondence.delivery where liaison.asks(institution);
comment on view liaison.delivery is 'What the institution delivered, under the names it gave it.';

create or replace view liaison.finding with (security_barrier) as
select
    finding.*,
    exists (select 1 from ops.open_finding where open_finding.finding_id = finding.finding_id) as is_open
from correspondence.finding
where liaison.asks(institution);
comment on view liaison.finding is 'What was found in it, in its own words, and whether it still asks for somebody.';

create or replace view liaison.held_row with (security_barrier) as
select * from quarantine.open_row where liaison.asks(institution);
comment on view liaison.held_row is 'Rows of it that are held back and that nobody corrected yet, by position.';

create or replace view liaison.dataset with (security_barrier) as
select * from ops.dataset_status where liaison.asks(institution);
comment on view liaison.dataset is 'How each dataset of the institution stands.';
