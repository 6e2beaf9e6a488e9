"""Provinces, cantons and districts of Costa Rica as the police write them: upper case, without accents."""

#: Province → (share of reports, canton → districts).
COSTA_RICA: dict[str, tuple[float, dict[str, tuple[str, ...]]]] = {
    "SAN JOSE": (
        44,
        {
            "SAN JOSE": ("CARMEN", "MERCED", "HOSPITAL", "CATEDRAL", "ZAPOTE", "URUCA", "PAVAS", "HATILLO"),
            "DESAMPARADOS": ("DESAMPARADOS", "SAN MIGUEL", "SAN RAFAEL ARRIBA", "GRAVILIAS"),
            "GOICOECHEA": ("GUADALUPE", "CALLE BLANCOS", "IPIS", "PURRAL"),
            "MONTES DE OCA": ("SAN PEDRO", "SABANILLA"),
            "VASQUEZ DE CORONADO": ("SAN ISIDRO", "DULCE NOMBRE"),
            "PEREZ ZELEDON": ("SAN ISIDRO DE EL GENERAL", "DANIEL FLORES"),
            "ALAJUELITA": ("ALAJUELITA", "SAN FELIPE"),
            "DESCONOCIDO": ("DESCONOCIDO",),
        },
    ),
    "ALAJUELA": (
        11,
        {
            "ALAJUELA": ("ALAJUELA", "SAN JOSE", "RIO SEGUNDO", "DESAMPARADOS"),
            "SAN CARLOS": ("QUESADA", "FORTUNA", "AGUAS ZARCAS"),
            "UPALA": ("UPALA", "SAN JOSE O PIZOTE"),
            "LOS CHILES": ("LOS CHILES", "EL AMPARO"),
            "DESCONOCIDO": ("DESCONOCIDO",),
        },
    ),
    "CARTAGO": (
        10,
        {
            "CARTAGO": ("ORIENTAL", "OCCIDENTAL", "SAN NICOLAS"),
            "LA UNION": ("TRES RIOS", "SAN DIEGO"),
            "TURRIALBA": ("TURRIALBA", "LA SUIZA"),
        },
    ),
    "HEREDIA": (
        9,
        {
            "HEREDIA": ("HEREDIA", "MERCEDES", "ULLOA"),
            "BARVA": ("BARVA", "SAN JOSE DE LA MONTA?A"),
            "SARAPIQUI": ("PUERTO VIEJO", "LA VIRGEN"),
        },
    ),
    "GUANACASTE": (
        5,
        {
            "LIBERIA": ("LIBERIA", "CURUBANDE"),
            "SANTA CRUZ": ("SANTA CRUZ", "TAMARINDO"),
            "LA CRUZ": ("LA CRUZ", "SANTA CECILIA"),
        },
    ),
    "PUNTARENAS": (
        12,
        {
            "PUNTARENAS": ("PUNTARENAS", "CHACARITA", "EL ROBLE", "MACACOMA"),
            "GARABITO": ("JACO", "TARCOLES"),
            "QUEPOS": ("QUEPOS", "SAVEGRE"),
            "CORREDORES": ("CORREDOR", "LA CUESTA"),
            "DESCONOCIDO": ("DESCONOCIDO",),
        },
    ),
    "LIMON": (
        9,
        {
            "LIMON": ("LIMON", "VALLE LA ESTRELLA"),
            "POCOCI": ("GUAPILES", "CARIARI"),
            "TALAMANCA": ("BRATSI", "CAHUITA", "SIXAOLA"),
            "MATINA": ("MATINA", "BATAN"),
        },
    ),
}
