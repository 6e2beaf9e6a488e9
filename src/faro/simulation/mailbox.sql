-- Where the institution receives what Faro answers; Faro adds and cannot read what is there.
create table if not exists buzon (
    id bigint generated always as identity primary key,
    recibido_en timestamptz not null default now(),
    nombre text not null unique,
    contenido bytea not null
);

grant insert (nombre, contenido) on buzon to {reader};
