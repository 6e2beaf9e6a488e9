"""The values that the institutions of the synthetic country write: every list once, in Spanish.

A null means that the institution did not record it. Lists inside one cell are joined by `LIST_SEPARATOR`.
"""

from typing import Final

Codes = tuple[str, ...]

LIST_SEPARATOR: Final = ";"

# --- persons ----------------------------------------------------------------------------------------------------------
DOCUMENT_TYPE: Codes = ("cedula", "dimex", "pasaporte")
SEX: Codes = ("Mujer", "Hombre", "Intersex")
GENDER_IDENTITY: Codes = (
    "Mujer", "Hombre", "Mujer trans", "Hombre trans", "Persona no binaria", "Otra",
)  # fmt: skip
#: ISO 3166-1 alpha-3.
NATIONALITY: Codes = (
    "CRI", "NIC", "HND", "SLV", "GTM", "PAN", "BLZ", "MEX", "COL", "VEN", "ECU", "PER", "BOL", "BRA", "CHL",
    "DOM", "CUB", "HTI", "USA", "CHN", "IND", "NPL", "BGD", "PAK", "AFG", "UZB", "CMR", "AGO", "COD", "GHA",
    "SEN", "SOM", "ERI",
)  # fmt: skip
MIGRATION_STATUS: Codes = (
    "Nacional", "Residente permanente", "Residente temporal", "Categoría especial", "Refugiada",
    "Solicitante de refugio", "Turista", "En tránsito", "Irregular",
)  # fmt: skip
DISABILITY: Codes = (
    "Ninguna", "Física", "Visual", "Auditiva", "Intelectual", "Psicosocial", "Múltiple",
)  # fmt: skip
INDIGENOUS_PEOPLE: Codes = (
    "Ninguno", "Bribri", "Cabécar", "Ngäbe", "Buglé", "Boruca", "Térraba", "Maleku", "Huetar", "Chorotega",
    "Misquito", "Otro",
)  # fmt: skip
MOTHER_TONGUE: Codes = (
    "Español", "Bribri", "Cabécar", "Ngäbere", "Misquito", "Criollo limonense", "Criollo haitiano", "Inglés",
    "Francés", "Portugués", "Chino", "Otra",
)  # fmt: skip
EDUCATION: Codes = (
    "Ninguna", "Primaria incompleta", "Primaria completa", "Secundaria incompleta", "Secundaria completa",
    "Técnica", "Universitaria incompleta", "Universitaria completa",
)  # fmt: skip
OCCUPATION: Codes = (
    "Estudiante", "Trabajo doméstico", "Agricultura y pesca", "Construcción", "Comercio y ventas",
    "Hotelería y restaurantes", "Belleza y cuidado personal", "Entretenimiento", "Industria", "Transporte",
    "Cuido no remunerado", "Sin ocupación", "Otra",
)  # fmt: skip

# --- exploitation -----------------------------------------------------------------------------------------------------
#: Purposes of art. 172 of the Código Penal; the prenatal one since 6 September 2024 (Ley 10506).
EXPLOITATION_FORM: Codes = (
    "Explotación sexual", "Explotación laboral o trabajo forzoso", "Servidumbre doméstica",
    "Servidumbre sexual", "Servidumbre o situación análoga", "Esclavitud o práctica análoga",
    "Matrimonio forzado o servil", "Mendicidad forzada", "Adopción irregular", "Embarazo forzado",
    "Aborto forzado", "Intermediación ilegal en acogimiento prenatal", "Otra forma de explotación",
    "Trata sin forma precisada",
)  # fmt: skip
#: Means of art. 172 of the Código Penal.
MEANS: Codes = (
    "Amenaza", "Uso de la fuerza", "Otra forma de coacción", "Rapto", "Fraude", "Engaño", "Abuso de poder",
    "Situación de vulnerabilidad", "Pagos o beneficios", "Uso de tecnologías",
)  # fmt: skip
#: vic_MethodsOfControl of HTCDS 2.0 in its order; restriction of movement is CTDC's.
CONTROL_METHOD: Codes = (
    "Amenazas físicas", "Amenaza con las autoridades", "Amenaza a hijos o familia", "Servidumbre por deudas",
    "Falsas promesas", "Violencia física", "Violencia sexual", "Retención de ganancias",
    "Restricción del acceso al dinero", "Restricción de atención médica", "Privación de necesidades básicas",
    "Violencia psicológica", "Sustancias psicoactivas", "Jornadas excesivas", "Retención de documentos",
    "Restricción de movimiento", "Otro",
)  # fmt: skip
#: vic_MethodOfRecruitment of HTCDS 2.0 in its order.
RECRUITMENT_METHOD: Codes = (
    "En un comercio", "En un centro educativo", "En el trabajo", "Por redes sociales en línea",
    "Por un anuncio en línea", "Por un anuncio de televisión", "Por un anuncio de periódico", "Por la familia",
    "Por amistades", "Otro",
)  # fmt: skip
RECRUITMENT_PLATFORM: Codes = (
    "Facebook", "Instagram", "WhatsApp", "Telegram", "Facebook Messenger", "Snapchat", "TikTok", "X", "Otra",
)  # fmt: skip
RELATIONSHIP: Codes = (
    "Pareja o expareja", "Familiar", "Amistad o conocida", "Empleadora", "Desconocida", "Otra",
)  # fmt: skip
#: Sections of ISIC Rev. 4 in which labour is exploited, inspected or permitted here.
LABOUR_SECTOR: Codes = (
    "Agricultura, ganadería y pesca", "Minas y canteras", "Industria manufacturera", "Construcción", "Comercio",
    "Transporte y almacenamiento", "Alojamiento y comidas", "Servicios administrativos y de apoyo",
    "Salud y asistencia social", "Arte y entretenimiento", "Otros servicios", "Trabajo en hogares",
)  # fmt: skip

# --- ERI --------------------------------------------------------------------------------------------------------------
REFERRING_INSTITUTION: Codes = (
    "Fuerza Pública", "Policía Profesional de Migración", "OIJ", "Ministerio Público", "PANI", "INAMU", "CCSS",
    "MTSS", "DGME", "MEP", "911", "Organización no gubernamental", "Organismo internacional", "Autorreferencia",
)  # fmt: skip
RESOLUTION_OUTCOME: Codes = ("Acreditada", "No acreditada")
YES_NO: Codes = ("Si", "No")
RECORD_STATUS: Codes = ("Vigente", "Anulado")

# --- Technical Secretariat of the CONATT ------------------------------------------------------------------------------
PREVENTION_ACTIVITY: Codes = (
    "Capacitación", "Taller", "Charla", "Campaña", "Feria informativa", "Programa en medios",
)  # fmt: skip
AUDIENCE: Codes = (
    "Funcionariado público", "Cuerpos policiales", "Fiscalía y judicatura", "Personal de salud", "Personal docente",
    "Estudiantes", "Población migrante", "Sector turismo", "Empresas", "Comunidades", "Periodistas", "Público general",
)  # fmt: skip
PREVENTION_ORGANISER: Codes = (
    "Secretaría Técnica de la CONATT", "DGME", "MSP", "OIJ", "Ministerio Público", "PANI", "INAMU", "MEP", "CCSS",
    "MTSS", "ICT", "INA", "Municipalidad", "Organización no gubernamental", "Organismo internacional",
)  # fmt: skip
#: Lines of the budget of the FONATT.
FUND_LINE: Codes = (
    "Atención y protección de víctimas", "Albergue y alojamiento", "Prevención y campañas", "Capacitación",
    "Investigación y persecución del delito", "Operación del ERI", "Retorno y reintegración",
    "Administración y sistemas de información",
)  # fmt: skip
RETURN_TYPE: Codes = (
    "Retorno voluntario asistido", "Reunificación familiar", "Retorno coordinado de persona menor de edad",
    "Reubicación en un tercer país",
)  # fmt: skip

# --- justice ----------------------------------------------------------------------------------------------------------
OFFENCE: Codes = (
    "Trata de personas", "Tráfico ilícito de migrantes", "Trabajos o servicios forzados", "Proxenetismo",
    "Relaciones sexuales remuneradas con persona menor de edad", "Pornografía infantil",
)  # fmt: skip
COMPLAINT_CHANNEL: Codes = (
    "Denuncia presencial", "Llamada al 911", "Remisión del ERI", "Informe policial",
    "Remisión de otra institución", "Denuncia confidencial", "Cooperación internacional",
)  # fmt: skip
PROSECUTION_OFFICE: Codes = (
    "FACTRA", "Fiscalía de San José", "Fiscalía de Alajuela", "Fiscalía de Cartago", "Fiscalía de Heredia",
    "Fiscalía de Guanacaste", "Fiscalía de Puntarenas", "Fiscalía de Limón",
)  # fmt: skip
CASE_STATE: Codes = (
    "En investigación", "Con acusación", "En juicio", "Con sentencia", "Desestimada", "Sobreseída", "Archivada",
)  # fmt: skip
STAGE: Codes = ("Denuncia", "Investigación", "Acusación", "Juicio", "Sentencia")
#: Null: the stage is open.
STAGE_OUTCOME: Codes = (
    "Continúa", "Desestimación", "Sobreseimiento", "Archivo fiscal", "Condena", "Absolutoria",
)  # fmt: skip
ROLE_IN_OFFENCE: Codes = (
    "Captación", "Transporte", "Alojamiento", "Vigilancia", "Explotación", "Intermediación", "Financiamiento",
)  # fmt: skip
COURT: Codes = (
    "Tribunal Penal de San José", "Tribunal Penal de Alajuela", "Tribunal Penal de Cartago",
    "Tribunal Penal de Heredia", "Tribunal Penal de Guanacaste", "Tribunal Penal de Puntarenas",
    "Tribunal Penal de Limón",
)  # fmt: skip
SENTENCE_OUTCOME: Codes = ("Condenatoria", "Absolutoria", "Mixta")
CONVICTION_OUTCOME: Codes = ("Condena", "Absolución")
ASSET_TYPE: Codes = (
    "Dinero en efectivo", "Vehículo", "Bien inmueble", "Equipo electrónico", "Cuenta bancaria", "Otro",
)  # fmt: skip
INVESTIGATION_OUTCOME: Codes = ("En curso", "Remitida a la Fiscalía", "Archivada", "Sin indicios")

# --- services ---------------------------------------------------------------------------------------------------------
OAPVD_SERVICE: Codes = (
    "Protección", "Atención psicológica", "Asistencia legal", "Trabajo social", "Reubicación",
    "Acompañamiento a juicio", "Ayuda económica",
)  # fmt: skip
#: After art. 135 of the Código de la Niñez y la Adolescencia.
PANI_MEASURE: Codes = (
    "Orientación, apoyo y seguimiento temporal", "Inclusión en programas de auxilio", "Orden de tratamiento",
    "Cuido provisional en familia sustituta", "Abrigo temporal",
)  # fmt: skip
INAMU_SERVICE: Codes = (
    "Atención psicológica", "Asesoría legal", "Albergue", "Acompañamiento", "Capacitación", "Apoyo económico",
)  # fmt: skip
CARE_TYPE: Codes = (
    "Consulta externa", "Emergencias", "Hospitalización", "Control prenatal", "Salud mental", "Odontología",
    "Laboratorio",
)  # fmt: skip
ESTABLISHMENT: Codes = (
    "Hospital de Alajuela", "Hospital de Cartago", "Hospital de Heredia", "Hospital de Liberia",
    "Hospital de Limón", "Hospital de Los Chiles", "Hospital de Pérez Zeledón", "Hospital de Puntarenas",
    "Hospital de San Carlos", "Hospital de Upala", "Hospital México", "Hospital Nacional de Niñas y Niños",
    "Hospital San Juan de Dios", "Área de Salud de Corredores", "Área de Salud de Desamparados",
    "Área de Salud de Goicoechea", "Área de Salud de La Cruz", "Área de Salud de Talamanca",
)  # fmt: skip
COVERAGE: Codes = ("Asegurada directa", "Beneficiaria familiar", "Por el Estado", "No asegurada")
INSPECTION_OUTCOME: Codes = ("Sin infracción", "Prevención", "Infracción", "Denuncia penal")
SUBSIDY: Codes = (
    "Atención a familias", "Avancemos", "Cuidado y desarrollo infantil", "Emergencias", "Víctimas de trata",
)  # fmt: skip

# --- borders and police -----------------------------------------------------------------------------------------------
#: After art. 94 of the Ley 8764.
SPECIAL_CATEGORY: Codes = (
    "Víctima de trata", "Persona refugiada", "Solicitante de refugio", "Persona apátrida",
    "Razones humanitarias", "Trabajador transfronterizo", "Trabajador temporal",
    "Trabajador de ocupación específica", "Estudiante",
)  # fmt: skip
BORDER_POST: Codes = (
    "Peñas Blancas", "Las Tablillas", "Los Chiles", "Paso Canoas", "Sixaola", "Sabalito",
    "Aeropuerto Juan Santamaría", "Aeropuerto Daniel Oduber", "Puerto Limón", "Punto no habilitado",
)  # fmt: skip
ROUTE: Codes = (
    "Paso Canoas - Peñas Blancas", "Paso Canoas - Los Chiles", "Sixaola - Los Chiles",
    "Sixaola - Peñas Blancas", "Upala - San José", "Los Chiles - San José", "Marítima del Pacífico",
    "Marítima del Caribe", "Aérea",
)  # fmt: skip
ABUSE: Codes = (
    "Violencia física", "Violencia sexual", "Extorsión", "Robo", "Privación de libertad", "Abandono",
    "Privación de agua o alimento", "Explotación",
)  # fmt: skip
INCIDENT_TYPE: Codes = (
    "Trata de personas", "Tráfico ilícito de migrantes", "Explotación laboral", "Explotación sexual",
    "Persona menor en riesgo", "Persona desaparecida",
)  # fmt: skip
POLICE_UNIT: Codes = (
    "Fuerza Pública", "Policía de Fronteras", "Policía Turística", "Servicio Nacional de Guardacostas",
    "Servicio de Vigilancia Aérea", "Policía de Control de Drogas",
)  # fmt: skip
OPERATION_TYPE: Codes = (
    "Control en carretera", "Control fronterizo", "Allanamiento", "Inspección de locales",
    "Patrullaje marítimo", "Operativo conjunto",
)  # fmt: skip
REJECTION_REASON: Codes = (
    "Sin documentos", "Documento falso o alterado", "Sin visa", "Impedimento de entrada",
    "Sin solvencia económica", "Motivo de viaje no comprobado", "Menor sin autorización",
)  # fmt: skip
