"""What an owner in Lima writes between two services, and what only looks like it."""

from __future__ import annotations

import pytest

from peruopt.chat.intent import intent

SAID = [
    ("ponme un post pal dia de la madre", ("redactar", "dia de la madre")),
    ("hazme algo bonito para el almuerzo de hoy", ("redactar", "el almuerzo de hoy")),
    (
        "quiero promocionar 2x1 en pisco sour el viernes",
        ("redactar", "2x1 en pisco sour el viernes"),
    ),
    ("quiero anunciar un post del ají de gallina", ("redactar", "un post del ají de gallina")),
    ("write me something for mother's day", ("redactar", "mother's day")),
    ("we want to promote the sunday brunch", ("redactar", "the sunday brunch")),
    ("q publico hoi", ("ideas", "")),
    ("ke subo hoy", ("ideas", "")),
    ("cuanta gente vio mi ultimo post", ("publicadas", "")),
    ("cuanto like tuvimos ayer", ("publicadas", "")),
    ("ya se publico lo de ayer?", ("publicadas", "")),
    ("que tal salio lo del sabado", ("publicadas", "")),
    ("how many people saw my last post?", ("publicadas", "")),
    ("cual post pego mas", ("resumen", "30d")),
    ("qué post tuvo más likes", ("resumen", "30d")),
    ("which post did best?", ("resumen", "30d")),
    ("me conviene mas facebook o instagram?", ("resumen", "30d")),
    ("is facebook better than instagram for us?", ("resumen", "30d")),
    ("por que me fue mal esta semana", ("resumen", "7d")),
    ("que dias me conviene publicar", ("horas", "")),
    ("¿sirve publicar de noche?", ("horas", "")),
    ("what day is best to post", ("horas", "")),
    ("is it going out tonight?", ("calendario", "")),
    ("did anything go wrong?", ("pendientes", "")),
    ("borra la ultima", ("cancelar", "borra la ultima")),
    ("no quiero que salga hoy", ("cancelar", "no quiero que salga hoy")),
    ("pásalo para mañana", ("mover", "pásalo para mañana")),
    ("muévelo al sábado", ("mover", "muévelo al sábado")),
    ("cambiale la foto", ("foto", "")),
    ("otra foto", ("foto", "")),
    ("change the picture", ("foto", "")),
    ("apruebo", ("ver", "")),
    ("dale, publica", ("ver", "")),
    ("publícalo ya", ("ver", "")),
    ("si, ese esta bien", ("ver", "")),
    ("post it now", ("ver", "")),
    ("looks good", ("ver", "")),
    ("el segundo", ("ver", "segundo")),
    ("me gusta la primera", ("ver", "primera")),
    ("the second one", ("ver", "second")),
    ("que dicen los clientes", ("comentarios", "")),
    ("what are people saying about us", ("comentarios", "")),
    ("como conecto mi feis", ("redes", "")),
    ("how do I connect my instagram", ("redes", "")),
    ("agrega a mi esposa", ("invitar", "")),
    ("quiero que mi hermano apruebe", ("invitar", "")),
    ("add my sister to the team", ("invitar", "")),
    ("no me mandes mensajes tan temprano", ("avisos", "")),
    ("stop messaging me so early", ("avisos", "")),
    ("mandame un resumen todos los dias", ("avisos", "")),
    ("ya no uses emojis", ("voz", "ya no uses emojis")),
    ("cuanto cuesta el ceviche en mi carta", ("carta", "")),
    ("cuanto me vas a cobrar", ("ayuda", "costo")),
    ("no entiendo nada", ("ayuda", "")),
    ("eres una ia?", ("ayuda", "")),
    ("chau crack", ("charla", "adios")),
]
NOT = [
    ("el primer ceviche de la semana", "ver"),
    ("la segunda porción va gratis", "ver"),
    ("publica un ceviche", "ver"),
    ("quiero publicar la 3", "redactar"),
    ("quiero publicar ya", "redactar"),
    ("quiero publicar mas", "redactar"),
    ("i want to post it now", "redactar"),
    ("agrega a la carta causa de pulpo", "invitar"),
    ("add a new dish to the menu", "invitar"),
    ("add a photo", "invitar"),
    ("foto del ceviche de ayer", "foto"),
    ("una foto familiar en nuestra mesa", "foto"),
    ("el plato mejor que en facebook", "resumen"),
    ("programame un post diario", "diario"),
    ("menú diario a 15 soles", "diario"),
    ("la gente dice que el ceviche es lo mejor", "comentarios"),
    ("conecta con el mar: jalea mixta", "redes"),
    ("no hay mensajes", "avisos"),
    ("ya no uso emojis en la pizarra", "voz"),
    ("cuanto cuesta el ceviche", "carta"),
    ("pásalo bien este viernes", "mover"),
    ("cuánta gente vino al almuerzo", "publicadas"),
]


@pytest.mark.parametrize(("said", "command"), SAID)
def test_it_finds_its_command(said: str, command: tuple[str, str]) -> None:
    assert intent(said) == command


@pytest.mark.parametrize(("said", "command"), NOT)
def test_what_only_looks_like_it_does_not(said: str, command: str) -> None:
    found = intent(said)
    assert found is None or found[0] != command
