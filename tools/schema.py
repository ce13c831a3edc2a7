"""Writes `resources/schema/record.schema.json` from the values of the record: `python -m tools.schema`."""

from __future__ import annotations

from rmt_notes import resources
from rmt_notes.clinical.interchange_schema import schema_text


def main() -> None:
    """Write the file and say where."""
    path = resources.path("schema", "record.schema.json")
    path.write_text(schema_text(), encoding="utf-8")
    print(path)


if __name__ == "__main__":
    main()
