-- What linkage knows of persons: tokens and encodings, read by the resolver alone. Written by the loader. Idempotent.
create table if not exists identity.key (
    position integer primary key,
    key_id text not null unique,
    fingerprint text not null,
    since timestamptz not null default now()
);
comment on table identity.key is 'The keys that wrap every token, in their order. A fingerprint tells keys apart and nothing else.';

create table if not exists identity.observation (
    load_id bigint not null,
    row_number bigint not null,
    institution text not null,
    dataset text not null,
    role text not null,
    record_key text not null,
    erasure text not null,
    version text,
    withdrawn boolean not null default false,
    key_id text not null,
    document text,
    document_kind text,
    document_near text[],
    given bytea,
    surnames bytea,
    names bytea,
    birth_year text,
    birth_month text,
    birth_day text,
    birth_is_first_of_january boolean,
    phone text,
    places text[] not null default '{}',
    sex text check (sex in ('woman', 'man', 'other')),
    nationality text,
    blocks text[] not null default '{}',
    primary key (load_id, row_number)
);
comment on table identity.observation is
    'One row per accepted row about a person. Names are keyed encodings, the rest keyed tokens; only the resolver reads it.';

create table if not exists identity.block (
    token text not null,
    load_id bigint not null,
    row_number bigint not null,
    foreign key (load_id, row_number) references identity.observation on delete cascade
);
create index if not exists block_by_token on identity.block (token);
create index if not exists block_by_row on identity.block (load_id, row_number);
comment on table identity.block is 'Tokens by which observations find each other.';

create table if not exists identity.erased (
    token text primary key,
    erased_at timestamptz not null default now()
);
comment on table identity.erased is 'Records whose person asked for erasure, as keyed tokens: a delivery that brings one again is held back.';
