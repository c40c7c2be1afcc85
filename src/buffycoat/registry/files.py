"""An extract as it lies on disk: `site=<id>/{episodes,answers,events}.parquet`, each sorted by episode.

Answers stand by instrument, each in a group of rows of its own, and in it by visit: whoever asks about pain
leaves the other instruments on the disk, and is told which one a group holds by the file's own index.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from buffycoat.registry.columns import TABLES, Column

ORDER: Mapping[str, tuple[str, ...]] = {"answers": ("instrument", "week", "episode")}


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


def opened(path: Path) -> Any:
    """A file, mapped into memory (half the time of reading it); its index is read, its columns are not."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(pa.memory_map(str(path)), pre_buffer=False)
    except (ValueError, KeyError, OSError) as error:
        raise NotAnExtract(f"{path}: {error}") from error


def columns_of(path: Path, names: Sequence[str], file: Any = None) -> Any:
    """Some columns of a file, as an Arrow table."""
    held = opened(path) if file is None else file
    try:
        return _whole(path, held.read(columns=list(names), use_threads=False), names)
    except (ValueError, KeyError, OSError) as error:
        raise NotAnExtract(f"{path}: {error}") from error


def _whole(path: Path, held: Any, names: Sequence[str]) -> Any:
    """What was read, if it is all: a column that is not there is left out without a word."""
    missing = set(names) - set(held.column_names)
    if missing:
        raise NotAnExtract(f"{path}: the column {', '.join(sorted(missing))} is missing")
    return held


def answers_of(path: Path, instruments: Sequence[str], names: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Some columns of the answers of some instruments, one after another: its name and an Arrow table."""
    import pyarrow.compute as pc

    held = opened(path)
    metadata = held.metadata
    at = metadata.schema.names.index("instrument") if "instrument" in metadata.schema.names else None
    for group in range(metadata.num_row_groups):
        alone = None if at is None else _alone(metadata.row_group(group).column(at).statistics)
        if alone is not None and alone in instruments:
            yield alone, _group(path, held, group, names)
        elif alone is None:  # written by somebody else, or in another order
            mixed = _group(path, held, group, ["instrument", *names])
            for one in instruments:
                yield one, mixed.filter(pc.field("instrument") == one).select(list(names))


def _group(path: Path, held: Any, group: int, names: Sequence[str]) -> Any:
    try:
        return _whole(path, held.read_row_group(group, columns=list(names), use_threads=False), names)
    except (ValueError, KeyError, OSError) as error:
        raise NotAnExtract(f"{path}: {error}") from error


def _alone(statistics: Any) -> str | None:
    """The one word of a group of rows; None when it holds several, or the index does not say."""
    if statistics is None or not statistics.has_min_max or statistics.null_count != 0:
        return None
    found = statistics.min
    # Bytes where another writer did not say that they are words: then the rows are asked.
    return found if isinstance(found, str) and found == statistics.max else None


def write(table: str, columns: Mapping[str, Any], to: Path) -> None:
    """Write one table in its order. The file is whole or not there: it is renamed into place."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    made = pa.table({one.name: columns[one.name] for one in kept(table)})
    keys = [(name, "ascending") for name in ORDER.get(table, ("episode",))]
    made = made.take(pc.sort_indices(made, sort_keys=keys))
    part = to.with_suffix(".part")
    # Not zstd: it is a tenth smaller, and a sixth slower to read.
    with pq.ParquetWriter(part, schema(table), compression="snappy", use_dictionary=True) as file:
        for one in _groups(table, made):
            file.write_table(one.cast(schema(table)))
    part.replace(to)


def _groups(table: str, made: Any) -> Iterator[Any]:
    """The rows that stand together in a file: of answers those of one instrument, else all."""
    if table != "answers" or not len(made):
        yield made
        return
    import pyarrow.compute as pc

    ends = pc.run_end_encode(made["instrument"].combine_chunks()).run_ends.to_pylist()
    for start, end in pairwise([0, *ends]):
        yield made.slice(start, end - start)
