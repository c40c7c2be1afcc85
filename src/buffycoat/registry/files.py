"""An extract as it lies on disk: `site=<id>/{episodes,answers,events}.parquet`, each sorted by episode.

Sorted, because then an answer finds its episode by counting, without a join: a million episodes are read in
a fraction of the time that a hash join takes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from buffycoat.registry.columns import TABLES, Column


class NotAnExtract(ValueError):
    """The folder or a file in it is not an extract; says which, and what was expected."""


@dataclass(frozen=True)
class Site:
    """One site's folder."""

    name: str
    folder: Path

    def file(self, table: str) -> Path:
        """The file of one table."""
        return self.folder / f"{table}.parquet"


def sites(folder: Path) -> tuple[Site, ...]:
    """Every site of a folder, by name; nothing when nobody has sent anything yet."""
    if not folder.is_dir():
        raise NotAnExtract(f"{folder} is not a folder")
    found = tuple(
        Site(path.name.removeprefix("site="), path) for path in sorted(folder.glob("site=*")) if path.is_dir()
    )
    for site in found:
        missing = [table for table in TABLES if not site.file(table).is_file()]
        if missing:
            raise NotAnExtract(f"{site.folder}: {', '.join(missing)} is missing")
    return found


def schema(table: str) -> Any:
    """The Arrow schema of a table: its columns as declared, but the site, which the folder's name says."""
    import pyarrow as pa

    kinds: Mapping[str, Any] = {
        "int8": pa.int8(),
        "int16": pa.int16(),
        "int32": pa.int32(),
        "int64": pa.int64(),
        "bool": pa.bool_(),
        "string": pa.dictionary(pa.int16(), pa.string()),
    }
    return pa.schema(
        [pa.field(one.name, kinds[one.kind], nullable=not one.required) for one in kept(table)],
        metadata={b"buffycoat.table": table.encode()},
    )


def kept(table: str) -> tuple[Column, ...]:
    """The columns that stand in a table's file."""
    return tuple(one for one in TABLES[table] if one.name != "site")


def check_name(site: str) -> None:
    """Refuse a site's name that is no plain word: it becomes the name of a folder."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}", site):
        raise ValueError(f"“{site}” is no name of a site: letters, digits, - and _, at most 63")


def arrays(table: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Rows as typed columns; what a row does not hold is empty. An empty table keeps its types."""
    import pyarrow as pa

    kinds = {one.name: one.type for one in schema(table)}
    plain = {name: pa.string() if pa.types.is_dictionary(kind) else kind for name, kind in kinds.items()}
    return {name: pa.array([row.get(name) for row in rows], kind) for name, kind in plain.items()}


def columns_of(path: Path, names: Sequence[str]) -> Any:
    """Some columns of a file, as an Arrow table. Mapped into memory: half the time of reading it."""
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(path, memory_map=True, pre_buffer=False).read(
            columns=list(names), use_threads=False
        )
    except (ValueError, KeyError, OSError) as error:
        raise NotAnExtract(f"{path}: {error}") from error


def write(table: str, columns: Mapping[str, Any], to: Path) -> None:
    """Write one table, sorted by episode. The file is whole or not there: it is renamed into place."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    made = pa.table({one.name: columns[one.name] for one in kept(table)})
    order = pc.sort_indices(made, sort_keys=[("episode", "ascending")])
    made = made.take(order).cast(schema(table))
    part = to.with_suffix(".part")
    pq.write_table(made, part, compression="zstd", use_dictionary=True)
    part.replace(to)
