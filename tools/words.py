"""Every sentence of the program that can be translated, as a gettext template: `python -m tools.words words.pot`.

A translation made of it stands compiled in `resources/locale/<language>/LC_MESSAGES/rmt_notes.mo`; from then on the
settings offer that language. The words of the clinical catalogue are not in it: they carry their languages themselves.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAD = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"
"""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its plural and its context, empty where it has none."""

    words: str
    plural: str = ""
    context: str = ""


def sentences(package: Path = ROOT / "rmt_notes") -> dict[Sentence, list[str]]:
    """Every sentence with the places where it is said, as `file:line`."""
    found: dict[Sentence, list[str]] = {}
    for path in sorted(package.rglob("*.py")):
        for line, sentence in _in_file(path):
            found.setdefault(sentence, []).append(f"{path.relative_to(package.parent).as_posix()}:{line}")
    for sentence in [each for each in found if each.plural]:
        # gettext knows a sentence once: with its plural where it is said with one anywhere
        found[sentence] += found.pop(Sentence(sentence.words, context=sentence.context), [])
    return found


def _in_file(path: Path) -> Iterator[tuple[int, Sentence]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        said = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if name == "_" and len(said) == 1:
            yield node.lineno, Sentence(said[0])
        elif name == "_n" and len(said) == 2:
            yield node.lineno, Sentence(said[0], plural=said[1])
        elif name == "_p" and len(said) == 2:
            yield node.lineno, Sentence(said[1], context=said[0])


def template(found: dict[Sentence, list[str]]) -> str:
    """The sentences as the text of a gettext template."""
    parts = [HEAD]
    for sentence, places in found.items():
        lines = [f"#: {place}" for place in places]
        if sentence.context:
            lines.append(f"msgctxt {_quoted(sentence.context)}")
        lines.append(f"msgid {_quoted(sentence.words)}")
        if sentence.plural:
            lines += [f"msgid_plural {_quoted(sentence.plural)}", 'msgstr[0] ""', 'msgstr[1] ""']
        else:
            lines.append('msgstr ""')
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def main() -> int:
    """Write the template to the file that is named. Returns the exit code."""
    if len(sys.argv) != 2:
        sys.stderr.write("Name the file to write: python -m tools.words words.pot\n")
        return 2
    found = sentences()
    Path(sys.argv[1]).write_text(template(found), encoding="utf-8")
    print(f"{len(found)} sentences")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
