-- The hotline's own database, as its institution would keep it: its column names, dates as dates, the rest as text.
create table if not exists denuncias (
    id bigint generated always as identity primary key,
    fecha_ingreso date,
    hora_ingreso text,
    nro_registro_interno text,
    situacion text,
    origen text,
    es_anonima text,
    tema text,
    subtema text,
    provincia text,
    localidad text,
    dependencia_alta text,
    via_ingreso text,
    derivacion_institucion text,
    derivacion_fecha timestamp,
    derivacion_judicializa text,
    derivacion2_institucion text,
    derivacion2_fecha timestamp,
    derivacion2_judicializa text,
    derivacion3_institucion text,
    derivacion3_fecha timestamp,
    derivacion3_judicializa text,
    denunciante_nacionalidad text,
    denunciante_provincia text,
    denunciante_localidad text,
    denunciante_tipo text,
    denunciante_como_conocio_la_linea text,
    denunciante_genero text,
    denunciante_edad_aparente integer,
    provincia_indec_id text
);

create table if not exists referidos (
    id bigint generated always as identity primary key,
    nro_registro_interno text,
    fecha_ingreso_denuncia date,
    tema text,
    subtema text,
    referido_tipo text,
    nacionalidad text,
    provincia text,
    localidad text,
    genero text,
    edad_aparente integer,
    embarazada text,
    discapacidad text,
    provincia_indec_id text
);

grant select on denuncias, referidos to linea145_reader;
