"""Tables written as classes, one column a line, without the object mapper: its classes take longer to make than all
the rest of the store takes to load, and the store reads and writes rows.

For the type checker these are SQLAlchemy's own declarative classes, whose columns know their types; at run time a class
is its `Table`, and its attributes are the table's columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
else:
    from collections.abc import Iterator
    from typing import Any

    from sqlalchemy import Column, Table

    Mapped = None
    """Only ever an annotation: `Mapped[str]`, `Mapped[int | None]`."""

    def mapped_column(*parts: Any, **options: Any) -> Column[Any]:
        """A column with its constraints; name and type come from the line it stands on."""
        return Column(*parts, **options)

    class _Declared(type):
        """Turns a class with a `__tablename__` into its table."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
            made = super().__new__(cls, name, bases, body)
            if "__tablename__" in body:
                *constraints, options = _arguments(body["__table_args__"])
                made.__table__ = Table(
                    body["__tablename__"], made.metadata, *_columns(made, body), *constraints, **options
                )
            return made

        def __clause_element__(cls) -> Table:
            return cls.__table__

    def _arguments(given: Any) -> tuple[Any, ...]:
        return given if isinstance(given, tuple) else (given,)

    def _columns(made: Any, body: dict[str, Any]) -> Iterator[Column[Any]]:
        for name, annotation in body["__annotations__"].items():
            kind, _, optional = annotation.removeprefix("Mapped[").removesuffix("]").partition(" | ")
            column = body.get(name)
            if column is None:
                column = Column()
            column.name = column.key = name
            column.type = made.type_annotation_map[_TYPES[kind]]
            column.nullable = optional == "None"
            setattr(made, name, column)
            yield column

    _TYPES = {"str": str, "int": int, "float": float, "bytes": bytes}

    class DeclarativeBase(metaclass=_Declared):
        """What the base of the tables stands on."""


__all__ = ["DeclarativeBase", "Mapped", "mapped_column"]
